import { type DrillResult, drillJson, drillText, jsonText } from '#report'
import { Failure } from '#diagnostics'
import { Option } from 'commander'
import { type AddCommand, type Context, formats } from '../context.ts'
import { type Exit, exit } from '../exit.ts'
import { musterOf, soundPlan } from '../plan.ts'
import { watched } from '../watched.ts'
import { ownIn, type OwnOptions, ownOptions } from './drill-own.ts'
import { exerciseIn, type PeopleOptions, peopleOptions } from './drill-people.ts'

interface Options extends PeopleOptions, OwnOptions {
  readonly format: string
  readonly scenario?: string
  readonly target: string
  readonly decision?: 'automatic' | 'people'
}

/** `muster drill`: lose a region in the lab, recover by the runbook, measure; or rehearse on a system of one's own. */
export const addDrill: AddCommand = (program, context) => {
  const command = program
    .command('drill')
    .description('rehearse a scenario on real software, and measure RTO and RPO')
    .argument('[plan]', 'plan file, or a folder that holds one')
    .option('--scenario <id>', 'the scenario; default: the one that the plan drills')
    .addOption(
      new Option('--target <name>', 'where to rehearse: lab, tabletop, or a target of the plan').default('lab'),
    )
    .addOption(new Option('--decision <who>', 'who decides').choices(['automatic', 'people']))
  ownOptions(command)
  peopleOptions(command)
  formats(command, 'json')
  command.action(async (argument: string | undefined, options: Options) => {
    const muster = musterOf(context)
    const found = soundPlan(muster, context, argument, context.today)
    if (!found) return
    const scenario =
      options.scenario ?? found.parsed.plan.drills?.[0]?.scenario ?? Object.keys(found.parsed.plan.scenarios)[0]
    if (scenario === undefined) throw new Failure('usage', 'The plan has no scenario. Add one under `scenarios`.')
    const exercise = exerciseIn(options)
    const result = await watched(context, muster, [], (watcher) =>
      muster.drill(found, {
        scenario,
        holding: { target: options.target, ...(options.kind ? { kind: options.kind } : {}) },
        signal: context.signal,
        watcher,
        ...(options.decision ? { decision: options.decision } : {}),
        ...(exercise ? { exercise } : {}),
        ...ownIn(context, options),
      }),
    )
    showDrill(context, result, options.format)
  })
}

/** Writes a drill's result and sets the exit code by its verdict; a cancelled drill has none. */
export function showDrill(context: Context, result: DrillResult | undefined, format: string): void {
  if (!result) return
  context.out(format === 'json' ? jsonText(drillJson(result)) : drillText(result, context.style.out))
  for (const { verdict, approvals } of [result.evidence, ...(result.failback ? [result.failback] : [])]) {
    // A run that a person rejected did not restore either; that it was refused is the reason.
    const refused = verdict === 'failed' && approvals.some(({ decision }) => decision === 'rejected')
    context.end(refused ? exit.refused : codeOf[verdict])
  }
}

const codeOf: Readonly<Record<DrillResult['evidence']['verdict'], Exit>> = {
  met: exit.ok,
  'met-technically': exit.ok,
  exercised: exit.ok,
  walked: exit.ok,
  missed: exit.missed,
  failed: exit.failed,
}
