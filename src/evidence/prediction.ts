import { rounded } from './round.ts'

/** The standard normal's 95 % quantile. */
export const z95 = 1.6448536269514722

/**
 * The spread, as the standard deviation of logarithms, that one supposes before the first observation: p95 is 2.3
 * times p50. Promotions of PostgreSQL in the lab (0.15 to 0.96 s over some thirty runs, November 2026) spread so.
 */
const usualSpread = 0.5

/** How many observations the supposed spread is worth. */
const priorWeight = 6

/** Shorter observations count as this long, for a logarithm needs more than 0 seconds. */
const shortest = 0.001

/**
 * What the next duration will be, after some: a lognormal fitted by the mean and variance of the logarithms, and
 * predicted by Student's t, so that few observations give a wide interval and many a narrow one.
 * @param observed seconds, at least one
 * @param supposed median and 95 % quantile where something is known beforehand; only their ratio, the spread, counts
 * @returns seconds; for the same mean and variance of the logarithms, p95 falls as observations come
 * @remarks Predictive distribution of a normal with a flat prior on its mean and a scaled inverse chi-squared one, worth
 * six observations, on its variance (Gelman et al., Bayesian Data Analysis, 3rd ed., sections 3.2 and 3.3).
 */
export function predicted(
  observed: readonly number[],
  supposed?: { readonly p50: number; readonly p95: number },
): { readonly p50: number; readonly p95: number } {
  const logs = observed.map((value) => Math.log(Math.max(value, shortest)))
  const n = logs.length
  const mean = logs.reduce((sum, value) => sum + value, 0) / n
  const squares = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const degrees = priorWeight + n - 1
  const variance = (priorWeight * spread(supposed) ** 2 + squares) / degrees
  const scale = Math.sqrt(variance * (1 + 1 / n))
  return { p50: rounded(Math.exp(mean)), p95: rounded(Math.exp(mean + student95(degrees) * scale)) }
}

/** The 95 % quantile of Student's t. @param degrees of freedom, a whole number ≥ 1 */
export function student95(degrees: number): number {
  let [low, high] = [z95, 6.4]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (within(middle, degrees) < 0.9) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** P(|T| ≤ t) for whole degrees of freedom. Source: Abramowitz and Stegun, 26.7.3 and 26.7.4. */
function within(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees))
  const odd = degrees % 2 === 1
  const square = Math.cos(angle) ** 2
  let term = odd ? Math.cos(angle) : 1
  let sum = degrees === 1 ? 0 : term
  for (let k = odd ? 3 : 2; k <= degrees - 2; k += 2) {
    term *= ((k - 1) / k) * square
    sum += term
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum
}

function spread(supposed: { readonly p50: number; readonly p95: number } | undefined): number {
  if (!supposed || supposed.p50 <= 0 || supposed.p95 <= supposed.p50) return usualSpread
  return Math.log(supposed.p95 / supposed.p50) / z95
}
