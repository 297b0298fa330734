import { type Command, InvalidArgumentError } from 'commander'
import { Failure } from '#diagnostics'
import { type Duration, parseDuration } from '#units'
import { whole } from '../context.ts'

/** What `muster drill` may say of its people. */
export interface PeopleOptions {
  readonly absent?: readonly string[]
  readonly unannounced?: boolean
  readonly within?: Duration
  readonly seed?: number
}

/** How soon an unannounced drill comes where nobody says. */
const usualWithin = parseDuration('1d') as Duration

/** Adds the options of a drill that are about people, with examples. */
export function peopleOptions(command: Command): Command {
  return command
    .option('--absent <role>', 'a contact who takes no part: the deputy has to; may be repeated', collected)
    .option('--unannounced', 'at a moment that nobody is told; then the people are called out')
    .option('--within <duration>', 'with --unannounced: how soon at the latest, such as 2d; default: 1d', lasting)
    .option('--seed <n>', 'with --unannounced: the same seed draws the same moment', whole(0, 2 ** 31 - 1))
    .addHelpText(
      'after',
      `
People in drills:
  muster drill --target tabletop                            walk through the runbook, with no system and nobody
  muster drill --target tabletop --decision people          an exercise in real time; people answer with \`muster run\`
  muster drill --target tabletop --absent incident-manager  what breaks when that person cannot be had
  muster drill --target tabletop --unannounced --within 2d  call people out some time within two days
  muster run here RUN --as ROLE                             answer the call
`,
    )
}

/** What the options ask for; undefined where they say nothing of people. @throws Failure `usage` where they do not fit */
export function exerciseIn({ absent, unannounced, within, seed }: PeopleOptions) {
  if (!unannounced && (within !== undefined || seed !== undefined))
    throw new Failure('usage', '--within and --seed are for a drill that nobody is told of: add --unannounced.')
  if (!unannounced && absent === undefined) return undefined
  return {
    ...(absent === undefined ? {} : { absent }),
    ...(unannounced ? { unannounced: { within: within ?? usualWithin, ...(seed === undefined ? {} : { seed }) } } : {}),
  }
}

function lasting(value: string): Duration {
  const duration = parseDuration(value)
  if (duration !== undefined && duration > 0) return duration
  throw new InvalidArgumentError(`"${value}" is no duration. Write it as 2d, 8h or 30m.`)
}

function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}
