import { aliveJson, aliveText, isUndermined, jsonText } from '#report'
import { type AddCommand, formats } from '../context.ts'
import { exit } from '../exit.ts'
import { musterOf, soundPlan } from '../plan.ts'

/** `muster alive`: what must be alive for a recovery, and what of it the disaster takes away. */
export const addAlive: AddCommand = (program, context) => {
  const command = program
    .command('alive')
    .description('what each step needs alive, what a recovery cannot do without, and what relies on what is lost')
    .argument('[plan]', 'plan file, or a folder that holds one')
    .option('--scenario <id>', 'one scenario; default: all that can be compiled')
    .addHelpText(
      'after',
      '\nExit code 1 where something depends on what the scenario takes away, or it takes what the recovery cannot do without.',
    )
  formats(command, 'json').action((argument: string | undefined, options: { format: string; scenario?: string }) => {
    const muster = musterOf(context)
    const found = soundPlan(muster, context, argument, context.today)
    if (!found) return
    const view = muster.alive(found.parsed.plan, options.scenario)
    for (const reason of view.skipped) context.talk(`Left out: ${reason}\n`)
    context.out(options.format === 'json' ? jsonText(aliveJson(view)) : aliveText(view, context.style.out))
    if (isUndermined(view)) context.end(exit.missed)
  })
}
