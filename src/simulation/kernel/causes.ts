import type { Shape } from './shape.ts'
import type { State } from './state.ts'

/**
 * Finds what let a place begin, from the times of the run.
 * @param isByArrival whether the run was timed in the order of arrival, so that who held a pool was not noted down
 */
export function causes(
  { size, needs, insteadOf, isGiven, pool }: Shape,
  { starts, stops, ends, endedBy, heldBy, waitedFor, caller, came }: State,
  isByArrival: () => boolean,
): (place: number) => number {
  /** What ended at a time of those that a place waits for. */
  const endedAt = (place: number, time: number): number => {
    for (let at = needs.first[place] as number; at < (needs.first[place + 1] as number); at++) {
      const need = needs.all[at] as number
      if (ends[need] === time) return endedBy[need] as number
    }
    const target = insteadOf[place] as number
    return target >= 0 && stops[target] === time ? target : -1
  }
  /** The first of those of its pool that stopped when a place began. */
  const holderOf = (place: number): number => {
    const start = starts[place] as number
    if (start === came[place]) return -1
    let other = 0
    while (other < size && (pool[other] !== pool[place] || stops[other] !== start)) other += 1
    return other
  }
  return (place) => {
    const start = starts[place] as number
    if (start === Number.POSITIVE_INFINITY || isGiven[place] === 1) return -1
    const holder = isByArrival() ? holderOf(place) : (heldBy[place] as number)
    if (holder >= 0) return holder
    const called = isByArrival() ? -1 : (waitedFor[place] as number)
    if (called < 0) return endedAt(place, start)
    const first = caller[called] as number
    return endedAt(first, came[first] as number)
  }
}
