import { openArrivals } from './arrivals.ts'
import { causes } from './causes.ts'
import { openEvents } from './events.ts'
import { lengthsOf } from './lengths.ts'
import type { Kernel, Node, Pool } from './model.ts'
import { passOver } from './pass.ts'
import { openChances, shareOf } from './random.ts'
import { shapeOf } from './shape.ts'
import { openState } from './state.ts'

/** How a network is timed. */
export interface KernelOptions {
  /**
   * Called when a run begins, and once more where it has to be timed anew from its beginning: for what a `Lasts` knows of
   * a run.
   * @param extra as in `Kernel`, of this run
   */
  readonly begin?: (extra: Kernel['extra']) => void
  /** Event by event in any case. */
  readonly how?: 'events'
}

/**
 * Opens a network for timing runs of it. Where nobody waits for a pool or a fallback, its nodes are gone through in their
 * order; where whoever comes first to a pool is served first, and nothing fails, in the order of arrival; else event by
 * event. Where several apply they give the same bits.
 * @throws RangeError where the network cannot be: a bug of the caller
 */
export function openKernel(
  nodes: readonly Node[],
  pools: readonly Pool[],
  { begin = () => {}, how }: KernelOptions = {},
): Kernel {
  const shape = shapeOf(nodes, pools)
  const state = openState(shape)
  const lengths = lengthsOf(nodes)
  const chances = openChances()
  const words = new Int32Array(nodes.length + pools.length)
  const byArrival = shape.isByArrival ? openArrivals(shape, lengths, state) : () => false
  const byEvents = openEvents(shape, lengths, state)
  let isByArrival = false
  const timeRun = (): void => {
    if (how === 'events') return byEvents(words)
    if (shape.isPlain) return passOver(shape, lengths, words, state)
    isByArrival = byArrival(words)
    if (isByArrival) return
    if (shape.isByArrival) begin(chances.extra)
    byEvents(words)
  }
  const { starts, stops, ends, tries, endedBy } = state
  return {
    starts,
    stops,
    ends,
    tries,
    time(seed, run) {
      chances.begin(seed, run)
      begin(chances.extra)
      chances.fill(words)
      lengths.draw(words, chances)
      timeRun()
    },
    endedBy: (place) => (ends[place] === Number.POSITIVE_INFINITY ? -1 : (endedBy[place] as number)),
    draw: (place) => shareOf(words[place] as number),
    causeOf: causes(shape, state, () => isByArrival),
    extra: chances.extra,
  }
}
