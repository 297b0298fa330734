import { breakJson, breakText, isMissedAnyway, jsonText } from '#report'
import { type AddCommand, formats } from '../context.ts'
import { exit } from '../exit.ts'
import { musterOf, soundPlan } from '../plan.ts'

/** `muster break`: the smallest sets of failures that break each objective. */
export const addBreak: AddCommand = (program, context) => {
  const command = program
    .command('break')
    .description('find the fewest things, up to three, that have to go wrong for each objective to be missed')
    .argument('[plan]', 'plan file, or a folder that holds one')
    .option('--scenario <id>', 'one scenario; default: all that can be compiled')
    .option('--target <name>', 'whose durations to use; default: the first target of the plan')
    .addHelpText('after', '\nExit code 1 where an objective is missed although nothing goes wrong.')
  formats(command, 'json').action(
    (argument: string | undefined, { format, ...options }: { format: string; scenario?: string; target?: string }) => {
      const muster = musterOf(context)
      const found = soundPlan(muster, context, argument, context.today)
      if (!found) return
      const view = muster.breaks(found.parsed.plan, options)
      for (const reason of view.skipped) context.talk(`Left out: ${reason}\n`)
      context.out(format === 'json' ? jsonText(breakJson(view)) : breakText(view, context.style.out))
      if (isMissedAnyway(view)) context.end(exit.missed)
    },
  )
}
