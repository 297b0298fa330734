import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Style } from '#report'
import type { Exit } from './exit.ts'

/** What every command works with: where its result goes, where its talk goes, and how both may look. */
export interface Context {
  readonly cwd: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The result, and nothing else. */
  out(text: string): void
  /** Progress, questions, warnings. */
  talk(text: string): void
  readonly style: { readonly out: Style; readonly talk: Style }
  /** Aborts at the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal
  /** The day, YYYY-MM-DD in UTC. */
  readonly today: string
  /** Sets the process's exit code; the worst of several calls holds. */
  end(code: Exit): void
}

/** Adds a command: its name, words, options and what it does. */
export type AddCommand = (program: Command, context: Context) => void

/** `--format` with its choices, and `--json` as its short form. */
export function formats(command: Command, ...choices: readonly string[]): Command {
  return command
    .addOption(
      new Option('--format <format>', 'how the result is written').choices(['human', ...choices]).default('human'),
    )
    .addOption(new Option('--json', 'the same as --format json').implies({ format: 'json' }))
}

/** `--as-of`, which makes a result repeatable. */
export function asOf(command: Command, context: Context): Command {
  return command.addOption(
    new Option('--as-of <date>', 'judge dates as of this day')
      .default(context.today, 'today')
      .argParser((value: string) => {
        const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(value) : new Date(Number.NaN)
        // A day that a month does not have would be taken for one of the next month.
        if (!Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)) return value
        throw new InvalidArgumentError(`"${value}" is no date. Write it as 2026-11-24.`)
      }),
  )
}

/** A whole number within bounds, for an option. */
export function whole(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value)
    if (Number.isInteger(number) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`"${value}" is no whole number from ${least} to ${most}.`)
  }
}
