import type { z } from 'zod'
import { byPlace, type Problem } from '#diagnostics'
import { type Format, findings } from './issues.ts'
import { problemLimit } from './source.ts'
import { problem } from './trouble.ts'
import { type Indices, type Path, plain, unreadable, type Written } from './written.ts'

/** More rounds than the format has levels; every round cuts one level further out. */
const rounds = 12

/** What is to be read, and how. */
export interface Recovering<T> {
  readonly tree: Written
  readonly format: Format
  /** Gets everything that the schema refuses. */
  readonly problems: Problem[]
  /** What stands in for required parts that are missing or invalid, so that the rest can still be looked at. */
  substitutes(): Readonly<Record<string, unknown>>
  /** Whether a key that is not there may have been meant all the same. */
  meant(path: Path): boolean
  read(input: unknown): z.ZodSafeParseResult<T>
}

/** What could be read: the value, what it was read from, and the paths that were left out. */
export interface Recovered<T> {
  readonly value: T
  readonly input: Readonly<Record<string, unknown>>
  readonly indices: Indices
  readonly cuts: ReadonlySet<string>
}

/** Asks the schema, cuts what it refuses, and asks again until the rest is valid; undefined where nothing is. */
export function recover<T>({ tree, format, problems, ...how }: Recovering<T>): Recovered<T> | undefined {
  const cuts = new Set(unreadable(tree).map((path) => path.join('.')))
  for (let round = 0; round < rounds; round++) {
    const indices: Indices = new WeakMap()
    const read = plain(tree, cuts, indices) as Record<string, unknown>
    const input = round === 0 ? read : { ...how.substitutes(), ...read }
    const result = how.read(input)
    if (result.success) return { value: result.data, input, indices, cuts }
    const before = new Set(cuts)
    for (const issue of result.error.issues) {
      const path = asWritten(issue.path as Path, input, indices)
      // What an earlier round has cut is missing now: its owner cannot stay either, and nothing new is to be said.
      if (before.has(path.join('.'))) cuts.add(path.slice(0, -1).join('.'))
      else
        for (const { problem: found, cut } of findings(issue, path, tree, format)) {
          if (found.code !== 'missing-key' || !how.meant(path)) problems.push(found)
          cuts.add(cut.join('.'))
        }
    }
  }
  return undefined
}

/** An issue's path with list items numbered as they are written, before the invalid ones were left out. */
function asWritten(path: Path, input: unknown, indices: Indices): Path {
  let at = input
  return path.map((part) => {
    const original = Array.isArray(at) ? (indices.get(at)?.[Number(part)] ?? part) : part
    at = (at as Record<string | number, unknown> | undefined)?.[part]
    return original
  })
}

/** Whether a path, or one that leads to it, is among the cut ones. */
export function within(cuts: ReadonlySet<string>): (...path: ReadonlyArray<string | number>) => boolean {
  return (...path) => path.some((_, index) => cuts.has(path.slice(0, index + 1).join('.')))
}

/** The problems in order of place, at most a thousand and a word about the rest. */
export function shownOf(problems: Problem[]): readonly Problem[] {
  const first = problems.sort(byPlace).slice(0, problemLimit)
  const next = problems[problemLimit]
  const what = `${problems.length - problemLimit} more problems follow.`
  return next ? [...first, problem('too-many-problems', next.place, what)] : first
}
