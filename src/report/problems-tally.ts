import type { Problem, Severity } from '#diagnostics'
import { counted } from './figures.ts'

/** How many problems there are of each severity. */
export interface Tally {
  readonly errors: number
  readonly warnings: number
  readonly notes: number
}

export function tally(problems: readonly Problem[]): Tally {
  const of = (severity: Severity) => problems.filter((problem) => problem.severity === severity).length
  return { errors: of('error'), warnings: of('warning'), notes: of('note') }
}

/** The tally in words, without what there is none of: `2 errors, 1 warning`, or `no problems`. */
export function tallyWords(problems: readonly Problem[]): string {
  const { errors, warnings, notes } = tally(problems)
  const parts = [
    [errors, 'error'],
    [warnings, 'warning'],
    [notes, 'note'],
  ] as const
  const words = parts.filter(([value]) => value > 0).map(([value, noun]) => counted(value, noun))
  return words.length === 0 ? 'no problems' : words.join(', ')
}
