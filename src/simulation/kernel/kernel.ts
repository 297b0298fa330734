import { openEvents } from './events.ts'
import { lengthsOf } from './lengths.ts'
import type { Kernel, Node, Pool } from './model.ts'
import { passOver } from './pass.ts'
import { openChances } from './random.ts'
import { type Shape, shapeOf } from './shape.ts'
import { openState, type State } from './state.ts'

/**
 * Opens a network for timing runs of it. Where nobody waits for a pool or a fallback, its nodes are gone through in their
 * order; else event by event. Where both apply they give the same bits.
 * @param how `events`: event by event in any case
 * @throws RangeError where the network cannot be: a bug of the caller
 */
export function openKernel(nodes: readonly Node[], pools: readonly Pool[], how?: 'events'): Kernel {
  const shape = shapeOf(nodes, pools)
  const state = openState(shape)
  const lengths = lengthsOf(nodes)
  const chances = openChances()
  const draws = new Float64Array(nodes.length + pools.length)
  const isPlain = shape.isPlain && how === undefined
  const events = openEvents(shape, lengths, state)
  const { starts, stops, ends, tries, endedBy } = state
  return {
    starts,
    stops,
    ends,
    tries,
    draws,
    time(seed, run) {
      chances.begin(seed, run)
      chances.fill(draws)
      lengths.draw(draws, chances)
      if (isPlain) passOver(shape, lengths, draws, state)
      else events.time(draws)
    },
    endedBy: (place) => (ends[place] === Number.POSITIVE_INFINITY ? -1 : (endedBy[place] as number)),
    causeOf: causes(shape, state, events.came),
    extra: chances.extra,
  }
}

/** Finds what let a place begin, from the times of the run. */
function causes(
  { needs, insteadOf, isGiven }: Shape,
  { starts, stops, ends, endedBy, heldBy, waitedFor, caller }: State,
  came: Float64Array,
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
  return (place) => {
    const start = starts[place] as number
    if (start === Number.POSITIVE_INFINITY || isGiven[place] === 1) return -1
    if ((heldBy[place] as number) >= 0) return heldBy[place] as number
    const pool = waitedFor[place] as number
    if (pool < 0) return endedAt(place, start)
    const first = caller[pool] as number
    return endedAt(first, came[first] as number)
  }
}
