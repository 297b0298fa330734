import { diffJson, diffMarkdown, diffText, jsonText } from '#report'
import { type AddCommand, asOf, formats } from '../context.ts'
import { musterOf } from '../plan.ts'

interface Options {
  readonly format: string
  readonly asOf: string
  readonly plan?: string
  readonly notes: boolean
}

/** `muster diff`: what a change does to objectives, strategies, findings and proofs. */
export const addDiff: AddCommand = (program, context) => {
  const command = program
    .command('diff')
    .description('tell what a change to a plan does: objectives, strategies, findings, and which drills it voids')
    .argument('<base>', 'a plan file, or a git revision such as main')
    .argument('[head]', 'another one; default: the plan as it lies here')
    .option('--plan <file>', 'the plan whose revisions are meant; default: the plan of this checkout')
    .option('--no-notes', 'leave notes out')
  asOf(formats(command, 'json', 'markdown'), context)
  command.action(async (base: string, head: string | undefined, { format, asOf: day, plan, notes }: Options) => {
    const diff = await musterOf(context).diff(base, head, { asOf: day, ...(plan === undefined ? {} : { plan }) })
    if (format === 'json') context.out(jsonText(diffJson(diff)))
    else context.out(format === 'markdown' ? diffMarkdown(diff, notes) : diffText(diff, context.style.out, notes))
  })
}
