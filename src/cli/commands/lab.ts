import { jsonText, labStatusJson, labStatusText } from '#report'
import { type AddCommand, formats } from '../context.ts'
import { musterOf } from '../plan.ts'
import { addLabCompare } from './lab-compare.ts'
import { addLabMatrix } from './lab-matrix.ts'
import { addLabProofs } from './lab-proofs.ts'

/** `muster lab …`: the two-region environment on this machine. */
export const addLab: AddCommand = (program, context) => {
  const lab = program.command('lab').description('the two-region environment that drills use')
  lab
    .command('up')
    .description('start a lab to look around in; `muster lab down` stops it, and so do 15 idle minutes')
    .action(async () => {
      const status = await musterOf(context).lab.up((line) => context.talk(`${line}\n`))
      context.out(labStatusText(status, context.style.out))
    })
  lab
    .command('down')
    .description('stop the lab, whoever holds it, and remove what it left')
    .action(async () => {
      await musterOf(context).lab.down()
      context.out('The lab is down.\n')
    })
  formats(lab.command('status').description('what of the lab runs, and which run holds it'), 'json').action(
    async ({ format }: { format: string }) => {
      const status = await musterOf(context).lab.status()
      context.out(format === 'json' ? jsonText(labStatusJson(status)) : labStatusText(status, context.style.out))
    },
  )
  addLabMatrix(lab, context)
  addLabProofs(lab, context)
  addLabCompare(lab, context)
}
