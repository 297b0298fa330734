import { Option } from 'commander'
import { jsonText, problemsText, yearsJson, yearsText } from '#report'
import { type AddCommand, formats, whole } from '../context.ts'
import { exit } from '../exit.ts'
import { musterOf } from '../plan.ts'

interface Words {
  readonly format: string
  readonly years?: number
  readonly seed?: number
  readonly rate?: readonly string[]
  readonly target?: string
  readonly durations: 'fitted' | 'observed'
  readonly underReported?: boolean
}

/** `muster years`: what flows lose over many years of severe events. */
export const addYears: AddCommand = (program, context) => {
  const command = program
    .command('years')
    .description('simulate years of severe events: availability of every flow against its SLO, and what is lost')
    .argument('[plan]', 'plan or portfolio, or a folder that holds one')
    .option('--years <n>', 'simulated years; default: 100000', whole(1, 10_000_000))
    .option('--seed <n>', 'the same seed gives the same figures', whole(0, 2 ** 31 - 1))
    .option(
      '--rate <class=per-year>',
      'a rate that replaces the catalog’s: region, control-plane, deletion; pair is a chance (repeatable)',
      (word: string, before: readonly string[] | undefined) => [...(before ?? []), word],
    )
    .option('--target <name>', 'whose durations to use')
    .addOption(
      new Option('--durations <which>', 'how long incidents last: by the fitted law, or as recorded')
        .choices(['fitted', 'observed'])
        .default('fitted'),
    )
    .option('--under-reported', 'take region events for as often as they are seen, not as providers admit them')
  formats(command, 'json')
  command.action((argument: string | undefined, { format, ...asked }: Words) => {
    const found = musterOf(context).longRun(argument, asked)
    if ('problems' in found) {
      context.talk(problemsText({ problems: found.problems, suppressed: [] }, found.files, context.style.talk))
      context.end(exit.usage)
      return
    }
    for (const reason of found.skipped) context.talk(`Left out: ${reason}\n`)
    context.out(
      format === 'json' ? jsonText(yearsJson(found.years)) : yearsText(found.name, found.years, context.style.out),
    )
  })
}
