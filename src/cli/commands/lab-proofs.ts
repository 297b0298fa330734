import { jsonText, proofsJson, proofsText } from '#report'
import { type AddCommand, formats } from '../context.ts'
import { exit } from '../exit.ts'
import { musterOf } from '../plan.ts'

/** `muster lab proofs`: what drills in the lab have shown, and what makes each verification say no. */
export const addLabProofs: AddCommand = (lab, context) => {
  const command = lab
    .command('proofs')
    .description('what drills in the lab have shown of each point that is to be validated, and what makes it say no')
  formats(command, 'json').action(({ format }: { format: string }) => {
    const view = musterOf(context).proofs()
    context.out(format === 'json' ? jsonText(proofsJson(view)) : proofsText(view, context.style.out))
    if (view.rows.some(({ newest }) => newest === false)) context.end(exit.missed)
  })
}
