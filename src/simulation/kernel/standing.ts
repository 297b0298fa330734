import type { Lists, Shape } from './shape.ts'
import type { State } from './state.ts'

/** Who waits for whom in a run, and waits no longer. Everything happens at the time of the clock. */
export interface Standing {
  /** Its own work is done. */
  end(place: number): void
  /** It has failed for good. */
  fail(place: number): void
}

/**
 * @param ready is told of each node whose needs have ended, and which stands in for none, or for one that has failed
 * @remarks Writes `ends` and `endedBy`.
 */
export function openStanding(shape: Shape, state: State, ready: (place: number) => void): Standing {
  const { size, dependents, fallbacks, insteadOf, essential, isGiven } = shape
  const { clock, ends, left, hasFailed, endedBy } = state
  /** Those who are still to be told that nobody waits for it. */
  const told = new Int32Array(size)
  let count = 0

  const lessLeft = ({ first, all }: Lists, place: number): void => {
    for (let at = first[place] as number; at < (first[place + 1] as number); at++) {
      const other = all[at] as number
      const now = (left[other] as number) - 1
      left[other] = now
      if (now === 0) ready(other)
    }
  }
  const allEnded = (place: number): boolean => {
    for (let at = fallbacks.first[place] as number; at < (fallbacks.first[place + 1] as number); at++)
      if (ends[fallbacks.all[at] as number] === Number.POSITIVE_INFINITY) return false
    return true
  }
  const hasFallbacks = (place: number): boolean => fallbacks.first[place] !== fallbacks.first[place + 1]
  const note = (place: number, by: number): void => {
    ends[place] = clock[0] as number
    endedBy[place] = by
    told[count++] = place
  }
  /** Nobody waits for it any longer, nor for what hangs on that alone. */
  const end = (first: number): void => {
    count = 0
    note(first, first)
    while (count > 0) {
      const place = told[--count] as number
      lessLeft(dependents, place)
      if (hasFailed[place] === 0)
        for (let at = fallbacks.first[place] as number; at < (fallbacks.first[place + 1] as number); at++) {
          const other = fallbacks.all[at] as number
          // What is under way comes to its own end, needed or not.
          if (isGiven[other] === 0) note(other, first)
        }
      const target = insteadOf[place] as number
      if (target >= 0 && hasFailed[target] === 1 && allEnded(target)) note(target, first)
    }
  }
  return {
    end,
    fail(place) {
      hasFailed[place] = 1
      if (hasFallbacks(place)) lessLeft(fallbacks, place)
      // Those who stand in for it may have been over before.
      if (hasFallbacks(place) ? allEnded(place) : essential[place] === 0) end(place)
    },
  }
}
