import type { Timing } from './timing.ts'

/** Where the chain of steps that decided when something ended is told of. */
export type OnPath = (place: number, took: number) => void

/**
 * The chain of steps that decided when a step ended: from it, back through what let each one begin, be it what it needs
 * or what held its people. What a step took of it counts from the end of the one before, the wait for an answer included.
 * @param last where the chain ends; a place that has ended in the run that was timed last
 * @param outset what ended before is left out, and what began before counts from here; seconds
 * @param now when runs that are under way go on
 * @param tell is told of each place, the last step first, and of the seconds that it took; what is told adds up to the
 * time from the outset on
 */
export function pathTo({ kernel }: Timing, last: number, outset: number, now: number, tell: OnPath): void {
  const { starts, stops } = kernel
  for (let place = kernel.endedBy(last); place >= 0; ) {
    const before = kernel.causeOf(place)
    const from = before >= 0 ? (stops[before] as number) : Math.min(starts[place] as number, now)
    const until = stops[place] as number
    if (until <= outset && from < outset) return
    tell(place, until - Math.max(from, outset))
    place = before
  }
}
