import { createInterface } from 'node:readline/promises'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Muster } from '#muster'
import { dryRunText } from '#report'
import { type Duration, parseDuration } from '#units'
import type { Context } from '../context.ts'

/** The options of a drill on a system of one's own. */
export interface OwnOptions {
  readonly kind?: DrillKind
  readonly for?: Duration
  readonly faultBy?: string
  readonly environment?: string
  readonly yes?: boolean
}

type Drilling = Parameters<Muster['drill']>[1]
type DrillKind = NonNullable<Drilling['holding']['kind']>

const kinds: readonly DrillKind[] = [
  'planned-switchover',
  'run-from-secondary',
  'component',
  'isolated-test',
  'forced',
  'restore',
  'tabletop',
]

/** Adds the options that a drill on a target of the plan takes. */
export function ownOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--kind <kind>',
        'how it is rehearsed; default: as the plan drills it, planned-switchover on a target of the plan',
      ).choices(kinds),
    )
    .option('--for <time>', 'with run-from-secondary: how long the other side carries the load, such as 2d', (text) => {
      const duration = parseDuration(text)
      if (duration !== undefined && duration > 0) return duration
      throw new InvalidArgumentError(`"${text}" is no length of time. Write it as 30m, 12h or 2d.`)
    })
    .option('--fault-by <role>', 'on a target of the plan: the contact who causes the fault, and says so')
    .option(
      '--environment <name>',
      'on a target with subject prod: its environment, typed in full; asked for on a terminal',
    )
    .option('--yes', 'ask nobody on a target that is not production; the lab and a table never ask')
}

/** What those options say of the drill, with a terminal for whoever is to agree. */
export function ownIn(context: Context, options: OwnOptions): Pick<Drilling, 'for' | 'faultBy' | 'agreeing'> {
  const { for: sustain, faultBy, environment, yes = false } = options
  return {
    ...(sustain === undefined ? {} : { for: sustain }),
    ...(faultBy === undefined ? {} : { faultBy }),
    agreeing: {
      yes,
      ...(environment === undefined ? {} : { environment }),
      shown: (dry) => context.talk(dryRunText(dry, context.style.talk)),
      typed: (question) => typed(context, question),
    },
  }
}

async function typed(context: Context, question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await terminal.question(question, { signal: context.signal })).trim()
  } catch {
    // Ctrl-C and Ctrl-D type nothing.
    return undefined
  } finally {
    terminal.close()
  }
}
