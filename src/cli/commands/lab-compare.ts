import { InvalidArgumentError, Option } from 'commander'
import { comparable } from '#muster'
import { type CompareView, compareJson, compareListText, compareSvg, compareText, jsonText } from '#report'
import { type Duration, formatDuration, parseDuration, seconds } from '#units'
import { type AddCommand, formats, whole } from '../context.ts'
import { exit } from '../exit.ts'
import { musterOf } from '../plan.ts'

type Comparable = typeof comparable

interface Options {
  readonly format: string
  readonly system?: ReadonlyArray<Comparable['systems'][number]>
  readonly settings?: ReadonlyArray<Comparable['settings'][number]>
  readonly fault?: ReadonlyArray<Comparable['faults'][number]>
  readonly runs?: number
  readonly within: Duration
  readonly list?: true
}

/** The longest that one call goes on. */
const longest = seconds(1800)

/** `muster lab compare`: Muster's warm standby beside what does the same inside a region. */
export const addLabCompare: AddCommand = (lab, context) => {
  const command = lab
    .command('compare')
    .description("run the same faults on Patroni, pg_auto_failover and Muster's warm standby, and show what each takes")
    .addOption(new Option('--system <name...>', 'only these').choices(comparable.systems))
    .addOption(new Option('--settings <name...>', 'only these').choices(comparable.settings))
    .addOption(new Option('--fault <name...>', 'only these').choices(comparable.faults))
    .option('--runs <n>', 'runs that each is to have; default: as many as there is time for', whole(0, 1000))
    .addOption(
      new Option('--within <time>', 'begin no run that would end later than this')
        .default(longest, formatDuration(longest))
        .argParser(time),
    )
    .option('--list', 'run nothing: list what can be compared, its runs, and what is missing here')
  formats(command, 'json', 'svg')
  command.action(async (options: Options) => {
    const { format, system, settings, fault, runs, within, list } = options
    const view = await musterOf(context).compare({
      within,
      signal: context.signal,
      say: (line) => context.talk(`${line}\n`),
      ...(system ? { systems: system } : {}),
      ...(settings ? { settings } : {}),
      ...(fault ? { faults: fault } : {}),
      ...(list ? { runs: 0 } : runs === undefined ? {} : { runs }),
    })
    if (format === 'json') context.out(jsonText(compareJson(view)))
    else if (format === 'svg') context.out(compareSvg(view))
    else context.out(list ? compareListText(view, context.style.out) : compareText(view, context.style.out))
    if (brokeItsPromise(view)) context.end(exit.missed)
    if (view.troubles.length > 0 && view.ran === 0) context.end(exit.unreachable)
  })
}

/** Whether both sides took writes in some run of a system that promises that they never do. */
function brokeItsPromise({ rows, systems }: CompareView): boolean {
  const fenced = systems.filter((one) => one.fenced).map(({ system }) => system)
  return rows.some(({ system, splitBrain }) => splitBrain > 0 && fenced.includes(system))
}

function time(value: string): Duration {
  const read = parseDuration(value)
  if (read !== undefined && read > 0 && read <= longest) return read
  throw new InvalidArgumentError(`"${value}" is no time of at most ${formatDuration(longest)}. Write it as 20m.`)
}
