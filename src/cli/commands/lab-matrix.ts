import { InvalidArgumentError, Option } from 'commander'
import { jsonText, matrixJson, matrixListText, matrixSvg, matrixText } from '#report'
import { type Duration, formatDuration, parseDuration, seconds } from '#units'
import { type AddCommand, formats, whole } from '../context.ts'
import { exit } from '../exit.ts'
import { musterOf } from '../plan.ts'

interface Options {
  readonly format: string
  readonly strategy?: readonly string[]
  readonly disaster?: readonly string[]
  readonly runs?: number
  readonly within: Duration
  readonly list?: true
  readonly fresh?: true
}

/** The longest that one call goes on. */
const longest = seconds(1800)

/** `muster lab matrix`: every strategy against every disaster, by drills of the lab's own plans. */
export const addLabMatrix: AddCommand = (lab, context) => {
  const command = lab
    .command('matrix')
    .description('drill every strategy against every disaster, and show what all such drills have come to')
    .argument('[folder]', 'plans, one a strategy; default: those that come with Muster')
    .option('--strategy <name...>', 'only these: names of plans without their ending')
    .option('--disaster <id...>', 'only these: scenarios of the plans')
    .option('--runs <n>', 'drills that each pair is to have; default: as many as there is time for', whole(0, 1000))
    .addOption(
      new Option('--within <time>', 'begin no drill that would end later than this')
        .default(longest, formatDuration(longest))
        .argParser(time),
    )
    .option('--list', 'run nothing: list the pairs, their drills, and why some are not supported')
    .option('--fresh', 'leave earlier drills out')
  formats(command, 'json', 'svg')
  command.addHelpText('after', () => `\nStrategies: ${musterOf(context).labStrategies().join(', ')}`)
  command.action(async (folder: string | undefined, options: Options) => {
    const { format, strategy, disaster, runs, within, list, fresh } = options
    const view = await musterOf(context).matrix({
      within,
      signal: context.signal,
      say: (line) => context.talk(`${line}\n`),
      fresh: fresh === true,
      ...(folder === undefined ? {} : { folder }),
      ...(strategy ? { strategies: strategy } : {}),
      ...(disaster ? { disasters: disaster } : {}),
      ...(list ? { runs: 0 } : runs === undefined ? {} : { runs }),
    })
    if (format === 'json') context.out(jsonText(matrixJson(view)))
    else if (format === 'svg') context.out(matrixSvg(view))
    else context.out(list ? matrixListText(view, context.style.out) : matrixText(view, context.style.out))
    const now = view.troubles.filter(({ earlier }) => earlier !== true)
    if (view.rows.some(({ met }) => !met) || view.troubles.length > now.length) context.end(exit.missed)
    if (now.some(({ run }) => run === undefined)) context.end(exit.unreachable)
    if (now.some(({ run }) => run !== undefined)) context.end(exit.failed)
  })
}

function time(value: string): Duration {
  const read = parseDuration(value)
  if (read !== undefined && read > 0 && read <= longest) return read
  throw new InvalidArgumentError(`"${value}" is no time of at most ${formatDuration(longest)}. Write it as 20m.`)
}
