import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { uniformInt } from 'pure-rand/distribution/uniformInt'

/** A whole number from 0 below a bound, by a seed that anybody can repeat. */
export type Random = (below: number) => number

export function randomOf(seed: number): Random {
  const generator = xoroshiro128plus(seed)
  return (below) => (below < 2 ? 0 : uniformInt(generator, 0, below - 1))
}
