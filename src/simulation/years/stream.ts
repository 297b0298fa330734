import { openChances, shareOf } from '../kernel/random.ts'

/** Gives the next uniform number in (0, 1). */
export type Stream = () => number

const atOnce = 64
/** Stretches of 64 numbers that a lane has before it runs into the next. */
const laneLength = 2 ** 32

/**
 * An endless row of random numbers.
 * @param seed finite
 * @param lane whole, ≥ 0, below 2^20: rows of different lanes have nothing in common
 */
export function openStream(seed: number, lane: number): Stream {
  const chances = openChances()
  const words = new Int32Array(atOnce)
  let [place, stretch] = [atOnce, lane * laneLength]
  return () => {
    if (place === atOnce) {
      chances.begin(seed, stretch++)
      chances.fill(words)
      place = 0
    }
    return shareOf(words[place++] as number)
  }
}
