import { monotonic } from './monotonic.ts'

/** Something that happened to traffic, in seconds on the monotonic clock. */
export interface Happening {
  readonly at: number
  readonly what: string
  readonly regions: readonly string[]
}

/** The last things that happened, in order. */
export interface Happenings {
  note(what: string, regions: readonly string[]): void
  /** Those that are later than the instant. */
  since(instant: number): readonly Happening[]
}

/** @param most how many are kept; the oldest go first */
export function createHappenings(most: number): Happenings {
  let kept: readonly Happening[] = []
  return {
    note(what, regions) {
      kept = [...kept, { at: monotonic(), what, regions }].slice(-most)
    },
    since: (instant) => kept.filter(({ at }) => at > instant),
  }
}
