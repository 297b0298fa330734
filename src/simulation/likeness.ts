import type { Spread } from '#evidence'
import { exp, log } from './kernel/index.ts'

/** Less is not believed of anything that runs on a machine with others: deviations of one per cent. */
const leastVariance = 1e-4
/** What is supposed of how kinds of runs differ before any was measured counts as much as so many kinds. */
const worthOfSupposed = 3
/** However alike kinds of runs were, the next may be another; so they count as no more than so many measured runs. */
const mostDegrees = 12

/**
 * How far runs will lie apart of which none or few were measured: what is supposed of them, moved towards how far runs of
 * other kinds lie apart on the same target. The more alike those are to each other, the more they count.
 * @param supposed what the simulation gives: a variance of logarithms, and how many measured runs it is worth
 * @param elsewhere of other kinds of runs; with none it is what is supposed
 * @returns a scaled inverse chi-squared law; whole degrees
 * @remarks Moments of the logarithms of sample variances, as G. K. Smyth, Linear models and empirical Bayes methods
 * (Stat. Appl. Genet. Mol. Biol. 3, 2004), section 6.2. What is supposed is one kind among them.
 */
export function alike(supposed: Spread, elsewhere: readonly Spread[]): Spread {
  if (elsewhere.length === 0) return supposed
  const others = elsewhere.map(meant)
  const mean = sum(others, ({ middle }) => middle) / others.length
  // The mean was taken from the same kinds, which makes their squares a little smaller.
  const beyond = sum(others, ({ middle, chance }) => (middle - mean) ** 2 - chance * (1 - 1 / others.length))
  const asSupposed = worthOfSupposed * trigammaOfHalf(supposed.degrees)
  const between = Math.max(0, (asSupposed + beyond) / (worthOfSupposed + others.length - 1))
  const all = [meant(supposed), ...others]
  const weight = ({ chance }: Meant): number => 1 / (between + chance)
  const middle = sum(all, (kind) => weight(kind) * kind.middle) / sum(all, weight)
  // Nothing is known better than by all runs together that speak of it.
  const most = Math.min(mostDegrees, supposed.degrees + sum(elsewhere, (kind) => kind.degrees))
  let degrees = 1
  while (degrees < most && trigammaOfHalf(degrees + 1) >= between) degrees++
  return { variance: exp(middle + digammaOfHalf(degrees) - log(degrees / 2)), degrees }
}

/** The logarithm of a variance, and the variance of what one thinks of that. */
interface Meant {
  readonly middle: number
  readonly chance: number
}

/** The logarithm of a variance of so few values is on average less than that of the true one, and this by how much. */
function meant({ variance, degrees }: Spread): Meant {
  const middle = log(Math.max(variance, leastVariance)) - digammaOfHalf(degrees) + log(degrees / 2)
  return { middle, chance: trigammaOfHalf(degrees) }
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0)
}

/** ψ(n/2). Source: Abramowitz and Stegun, 6.3.2 to 6.3.5. @param n a whole number ≥ 1 */
function digammaOfHalf(n: number): number {
  let sum = n % 2 === 1 ? -euler - 2 * Math.LN2 : -euler
  for (let at = n % 2 === 1 ? 1 : 2; at < n; at += 2) sum += 2 / at
  return sum
}

/** ψ′(n/2). Source: Abramowitz and Stegun, 6.4.2 to 6.4.6. @param n a whole number ≥ 1 */
function trigammaOfHalf(n: number): number {
  let sum = n % 2 === 1 ? Math.PI ** 2 / 2 : Math.PI ** 2 / 6
  for (let at = n % 2 === 1 ? 1 : 2; at < n; at += 2) sum -= (2 / at) ** 2
  return sum
}

const euler = 0.5772156649015329
