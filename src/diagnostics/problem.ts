/**
 * How much a problem matters: an error stops a plan from being used, a warning does not, `unknown` says that something
 * could be neither passed nor failed, a note informs.
 */
export type Severity = 'error' | 'warning' | 'unknown' | 'note'

/** A stretch of a file. Lines and columns count from 1; the end is exclusive. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** One thing that is wrong with what a user wrote. */
export interface Problem {
  /** Stable and kebab-case; its meaning never changes. */
  readonly code: string
  readonly severity: Severity
  readonly place: Place
  /** A few words without names from the plan, so that it becomes recognisable. */
  readonly summary: string
  /** Full sentences: what was wrong, why it matters. */
  readonly detail: string
  /** What to write instead. */
  readonly fix: string
  /** Ids of the article's requirements that this problem touches; may be empty. */
  readonly requirements: readonly string[]
}

/** Orders problems as a reader meets them: by file, line and column, then by code. */
export function byPlace(a: Problem, b: Problem): number {
  return (
    (a.place.file === b.place.file ? 0 : compare(a.place.file, b.place.file)) ||
    a.place.line - b.place.line ||
    a.place.column - b.place.column ||
    compare(a.code, b.code)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * The candidate that a mistyped word most likely means, or undefined where none is near.
 * @remarks Edit distance (Levenshtein 1966) of at most a third of the word's length, and at most 3; a letter has none.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined
  let least = Math.min(3, Math.ceil(word.length / 3), word.length - 1) + 1
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate, least)
    if (distance < least) {
      least = distance
      best = candidate
    }
  }
  return best
}

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++)
      row[j] = Math.min(
        (previous[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      )
    previous = row
  }
  return previous[b.length] ?? limit
}
