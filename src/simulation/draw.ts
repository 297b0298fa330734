import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { z95 } from '#evidence'

/** Random numbers of one run, always drawn in the same order. */
export interface Draw {
  /** Uniform in [from, to); `from` where the two are equal. */
  uniform(from: number, to: number): number
  /** Standard normal. */
  normal(): number
}

/**
 * The random numbers of one run. They depend on the seed and on the run's number only, so that runs may be spread over
 * threads in any way and still give the same forecast.
 * @param seed any number that is finite; its lowest 53 bits as an integer count
 * @param run counts from 0
 */
export function drawOf(seed: number, run: number): Draw {
  const whole = Math.abs(Math.trunc(seed))
  const words = [whole >>> 0, Math.floor(whole / 2 ** 32) >>> 0, seed < 0 ? 1 : 0, run >>> 0]
  let state = 0
  const next = (word: number): number => {
    state = mixed(state ^ word)
    return state
  }
  words.forEach(next)
  const generator = xoroshiro128plusFromState([next(1), next(2), next(3), next(4)])
  const unit = (): number => uniformFloat64(generator)
  return {
    uniform: (from, to) => from + (to - from) * unit(),
    // Box and Muller (1958). 1 - u lies in (0, 1], so the logarithm is finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
  }
}

/**
 * A duration from a lognormal, seconds.
 * @param normal a standard normal draw
 * @returns p50 itself where p95 gives no spread; 0 where p50 is 0
 */
export function lognormal(p50: number, p95: number, normal: number): number {
  return p50 > 0 && p95 > p50 ? p50 * Math.exp((Math.log(p95 / p50) / z95) * normal) : p50
}

/** Spreads close words over all of their 32 bits; the finisher of MurmurHash3 after a step of Weyl's sequence. */
function mixed(word: number): number {
  let bits = (word + 0x9e3779b9) | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}
