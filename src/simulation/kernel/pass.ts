import type { Lengths } from './lengths.ts'
import { shareOf } from './random.ts'
import type { Shape } from './shape.ts'
import type { State } from './state.ts'
import { asked, waitAfter } from './waits.ts'

/**
 * Times a run of a network in which nothing waits for a pool or for a fallback: one pass in the order of places. It gives
 * the bits that the events would give.
 */
export function passOver(shape: Shape, lengths: Lengths, words: Int32Array, state: State): void {
  const { size, needs, essential, backoff, notBefore, begun, ended, lasts } = shape
  const { starts, stops, ends, tries } = state
  const { first, all } = needs
  const { seconds, attempts, fails } = lengths
  for (let place = 0; place < size; place++) {
    const [since, until] = [begun[place] as number, ended[place] as number]
    if (until >= 0) {
      starts[place] = since >= 0 ? since : until
      stops[place] = until
      ends[place] = until
      tries[place] = 1
      continue
    }
    let start = notBefore[place] as number
    for (let at = first[place] as number; at < (first[place + 1] as number); at++) {
      const end = ends[all[at] as number] as number
      if (end > start) start = end
    }
    if (since >= 0) start = since
    starts[place] = start
    if (start === Number.POSITIVE_INFINITY) {
      stops[place] = start
      ends[place] = start
      tries[place] = 0
      continue
    }
    const ask = lasts[place]
    const length = ask === undefined ? (seconds[place] as number) : asked(ask(shareOf(words[place] as number), start))
    let stop = start + length
    let count = 1
    for (; count < (attempts[place] as number) && stop < Number.POSITIVE_INFINITY; count++)
      stop = stop + waitAfter(backoff[place] as number, count) + length
    stops[place] = stop
    ends[place] = fails[place] === 1 && essential[place] === 1 ? Number.POSITIVE_INFINITY : stop
    tries[place] = count
  }
}
