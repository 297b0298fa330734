import { jsonText, replayJson, replayText } from '#report'
import { type AddCommand, formats } from '../context.ts'
import { musterOf, soundPlan } from '../plan.ts'

/** `muster replay`: real incidents against the plan. */
export const addReplay: AddCommand = (program, context) => {
  const command = program
    .command('replay')
    .description('play real incidents against the plan: met, late or blocked, by which step and capability')
    .argument('[plan]', 'plan file, or a folder that holds one')
    .option('--incident <id>', 'one incident; default: all')
    .option('--target <name>', 'whose durations to use; default: the first target of the plan')
    .option('--pair-lost', 'suppose in every incident that the region that takes over is lost too')
    .addHelpText(
      'after',
      '\nmuster explain incidents lists them. What an incident comes to is no finding: the exit code is 0 all the same.',
    )
  formats(command, 'json').action(
    (
      argument: string | undefined,
      { format, ...options }: { format: string; incident?: string; target?: string; pairLost?: boolean },
    ) => {
      const muster = musterOf(context)
      const found = soundPlan(muster, context, argument, context.today)
      if (!found) return
      const view = muster.replay(found.parsed.plan, options)
      for (const reason of view.skipped) context.talk(`Left out: ${reason}\n`)
      context.out(format === 'json' ? jsonText(replayJson(view)) : replayText(view, context.style.out))
    },
  )
}
