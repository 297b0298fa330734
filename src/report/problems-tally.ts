import type { Severity } from '#diagnostics'
import { counted } from './figures.ts'
import type { Findings } from './findings.ts'

/** How many problems there are of each severity, and how many findings are accepted. */
export interface Tally {
  readonly errors: number
  readonly warnings: number
  /** What could be neither passed nor failed. */
  readonly unknowns: number
  readonly notes: number
  readonly suppressed: number
}

export function tally({ problems, suppressed }: Findings): Tally {
  const of = (severity: Severity) => problems.filter((problem) => problem.severity === severity).length
  return {
    errors: of('error'),
    warnings: of('warning'),
    unknowns: of('unknown'),
    notes: of('note'),
    suppressed: suppressed.length,
  }
}

/**
 * The tally in words, without what there is none of: `2 errors, 1 warning; 3 accepted until 2026-12-31`, or
 * `no problems`. Where accepted findings end on several days, the first is told.
 */
export function tallyWords(found: Findings): string {
  const { errors, warnings, unknowns, notes, suppressed } = tally(found)
  const parts = [
    [errors, 'error'],
    [warnings, 'warning'],
    [unknowns, 'unknown'],
    [notes, 'note'],
  ] as const
  const words = parts.filter(([value]) => value > 0).map(([value, noun]) => counted(value, noun))
  const open = words.length === 0 ? 'no problems' : words.join(', ')
  const days = found.suppressed.map(({ until }) => until).toSorted()
  if (days[0] === undefined) return open
  return `${open}; ${suppressed} accepted until ${days[0]}${days.at(-1) === days[0] ? '' : ' or later'}`
}
