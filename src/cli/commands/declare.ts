import { InvalidArgumentError, Option } from 'commander'
import { Failure } from '#diagnostics'
import type { Choice } from '#muster'
import { declareJson, declareText, jsonText } from '#report'
import { type Duration, formatDuration, parseDuration } from '#units'
import { type AddCommand, formats } from '../context.ts'
import { musterOf, soundPlan } from '../plan.ts'

interface Options {
  readonly format: string
  readonly target: string
  readonly scenario?: string
  readonly decide?: Choice['choice']
  readonly as?: string
  readonly until?: Duration
  readonly comment?: string
}

/** `muster declare`: what is known at 03:00, and the decision that follows from it. */
export const addDeclare: AddCommand = (program, context) => {
  const command = program
    .command('declare')
    .description(
      'which criteria hold, what would be lost, the odds of going now or waiting; then go, wait or stand down',
    )
    .argument('[plan]', 'plan file, or a folder that holds one')
    .option('--target <name>', 'the system that is asked: a target of the plan, or the lab', 'lab')
    .option('--scenario <id>', 'one scenario; default: all')
    .addOption(
      new Option(
        '--decide <choice>',
        'write down what you decide: go declares the disaster and approves the run, wait puts it off, stand-down ends it',
      ).choices(['go', 'wait', 'stand-down']),
    )
    .option('--as <role>', 'with --decide: the role in which you decide; the plan says who may')
    .option('--until <duration>', 'with --decide wait: for how long, such as 15m', lasting)
    .option('--comment <text>', 'with --decide: why, for the record')
    .addHelpText(
      'after',
      '\nWhat cannot be asked is shown as unknown and holds nothing up. A decision by a role without authority ends with\nexit code 4. What goes is then carried out: muster failover --dry-run -o FILE, and muster failover --execute FILE.',
    )
  formats(command, 'json').action(async (argument: string | undefined, options: Options) => {
    const { decide, as, until, comment, target, format } = options
    const muster = musterOf(context)
    const found = soundPlan(muster, context, argument, context.today)
    if (!found) return
    if (decide === undefined) {
      const now = await muster.situations(found, target, options.scenario)
      context.out(format === 'json' ? jsonText(declareJson(now)) : declareText(now, context.style.out))
      return
    }
    if (as === undefined) throw new Failure('usage', 'Say in which role you decide: --as ROLE.')
    if ((decide === 'wait') !== (until !== undefined))
      throw new Failure(
        'usage',
        'To wait is to wait for a time: --decide wait --until 15m. Nothing else takes --until.',
      )
    const scenarios = Object.keys(found.parsed.plan.scenarios)
    const scenario = options.scenario ?? (scenarios.length === 1 ? scenarios[0] : undefined)
    if (scenario === undefined)
      throw new Failure('usage', `Say which scenario: --scenario ${scenarios.join(' or --scenario ') || 'ID'}.`)
    const { view, ...declared } = await muster.decideOn(found, target, scenario, {
      choice: decide,
      as,
      ...(until === undefined ? {} : { until }),
      ...(comment === undefined ? {} : { comment }),
    })
    if (format === 'json')
      context.out(jsonText({ schemaVersion: 1, ...declared, scenario, target, state: view.outcome ?? 'open' }))
    else {
      const words = {
        go: `Declared: ${scenario}.`,
        wait: `Put off for ${formatDuration(until ?? 0)}: ${scenario}.`,
        'stand-down': `Stood down: ${scenario}.`,
      }
      context.out(`${words[decide]} It is recorded in the run ${declared.run}.\n`)
      if (decide === 'go' && declared.recorded === 'journal')
        context.talk(
          `Carry it out:\n  muster failover --dry-run --scenario ${scenario} --target ${target} -o FILE\n  muster failover --execute FILE --as ${as}\n`,
        )
    }
  })
}

function lasting(value: string): Duration {
  const duration = parseDuration(value)
  if (duration !== undefined && duration > 0) return duration
  throw new InvalidArgumentError(`"${value}" is no length of time. Write it as 15m.`)
}
