import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'

/** Where the chance of a test comes from: the same source gives the same run. */
export interface Chance {
  /** From 0, below 1. */
  next(): number
  /** Whole, from 0 and below `count`. */
  below(count: number): number
  /** Whether something of that probability happens. */
  is(probability: number): boolean
  /** One of a list that is not empty. */
  of<T>(list: readonly T[]): T
}

/** Chance from a seed. */
export function seeded(seed: number): Chance {
  const generator = xoroshiro128plus(seed)
  const next = (): number => uniformFloat64(generator)
  const below = (count: number): number => Math.floor(next() * count)
  return {
    next,
    below,
    is: (probability) => next() < probability,
    of: <T>(list: readonly T[]): T => list[below(list.length)] as T,
  }
}
