import { z95 } from '#evidence'
import { exp, log } from './kernel/index.ts'
import { above, valueAbove } from './normal.ts'

/** Shares that a double can tell from 0 and from 1. */
const [least, most] = [1e-300, 1 - 2 ** -53]

/**
 * A duration from a lognormal, seconds.
 * @param normal a standard normal draw
 * @returns p50 itself where p95 gives no spread; 0 where p50 is 0
 */
export function lognormal(p50: number, p95: number, normal: number): number {
  return hasSpread(p50, p95) ? p50 * exp((log(p95 / p50) / z95) * normal) : p50
}

/**
 * How long something lasts in all that has lasted so long already: drawn from what its estimate leaves then.
 *
 * An estimate without a spread that is passed has said all it could. What is known then is only for how long it has
 * lasted, so the chance that it lasts t is that time over t: as long again in one case of two.
 * @param lasted seconds, > 0
 * @param normal a standard normal draw; the same draw never gives less for more that has lasted
 * @returns seconds, ≥ `lasted`
 * @remarks Source of the last rule: J. R. Gott, Implications of the Copernican Principle (Nature 363, 1993).
 */
export function lastsInAll(p50: number, p95: number, lasted: number, normal: number): number {
  if (!hasSpread(p50, p95)) return lasted < p50 ? p50 : lasted / above(normal)
  const passed = above(log(lasted / p50) / (log(p95 / p50) / z95))
  const share = Math.min(most, Math.max(least, passed * above(normal)))
  return Math.max(lasted, lognormal(p50, p95, valueAbove(share)))
}

/** Whether an estimate says more than one figure. */
export function hasSpread(p50: number, p95: number): boolean {
  return p50 > 0 && p95 > p50
}

/**
 * When something comes, given that it has not come yet.
 * @param rising when it comes without that being known, in rising order; not empty
 * @param now seconds since t0, ≥ 0
 * @returns of one draw of it: never less for a later `now`, and the draw itself where `now` is before all of them
 */
export function noticedAfter(rising: Float64Array, now: number): (drawn: number) => number {
  const size = rising.length
  const passed = rising.findIndex((value) => value > now)
  return (drawn) => {
    const share =
      (Math.max(
        0,
        rising.findLastIndex((value) => value <= drawn),
      ) +
        0.5) /
      size
    if (passed < 0) return now / (1 - share)
    const at = Math.floor(passed + (size - passed) * share)
    return rising[Math.min(at, size - 1)] as number
  }
}
