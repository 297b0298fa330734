import { type Spread, student95, z95 } from '#evidence'
import { exp, log, normalQuantile } from './kernel/index.ts'
import { alike } from './likeness.ts'

/** Seconds below which a value counts as nothing: the precision of what is measured. */
const nothing = 1e-3
/**
 * How many measured runs the simulation is worth: for where the middle lies, for the spread, and for the share of nothing.
 * What is lost is simulated from what a plan promises of its copies, which is more than they are behind as a rule.
 */
const worth = { middle: { rto: 1, rpo: 0.5 }, spread: 3, nothing: 1 } as const

/** A simulated value as measured runs correct it. @param value seconds, ≥ 0; @param u a uniform number in (0, 1) of the same run */
export type Learnt = (value: number, u: number) => number

/**
 * What simulated values become once whole runs were measured: a mixture of nothing at all and a lognormal, both of which
 * begin as the simulation has them. The more was measured, the more they are what was measured; and few measured runs
 * leave a wide band, for a spread is not known from few.
 *
 * A simulation that is far off counts for less, as it is supposed to be off by a Cauchy law.
 * @param simulated what the simulation gives without them, in rising order; not empty
 * @param measured seconds, at least one
 * @param of recovery times, or losses
 * @param elsewhere how far runs of other kinds lie apart on the same target
 * @returns never falls as the value rises, the shape of the simulation being kept; where the simulation says but one
 * thing, the uniform number spreads it
 * @remarks Predictive distribution of a normal with a conjugate prior, by Student's t, and of a share with a beta one
 * (Gelman et al., Bayesian Data Analysis, 3rd ed., sections 2.4 and 3.3). The weight of a prior that is off is that of the
 * scale mixture which a Cauchy law is (section 17.2).
 */
export function learnt(
  simulated: Float64Array,
  measured: readonly number[],
  of: 'rto' | 'rpo',
  elsewhere: readonly Spread[] = [],
): Learnt {
  const first = simulated.findIndex((value) => value > nothing)
  const positive = first < 0 ? new Float64Array(0) : simulated.subarray(first)
  const some = measured.filter((value) => value > nothing)
  const none = 1 - positive.length / simulated.length
  const share = (worth.nothing * none + (measured.length - some.length)) / (worth.nothing + measured.length)
  const law = lawOf(positive, some, worth.middle[of], elsewhere)
  return (value, u) => {
    if (!Number.isFinite(value)) return value
    const rank = rankOf(simulated, value, u)
    if (rank < share || law === undefined) return 0
    return law((rank - share) / (1 - share), u)
  }
}

/** A positive value by its rank, from 0 to 1; undefined where none was ever simulated or measured. */
function lawOf(
  positive: Float64Array,
  some: readonly number[],
  worthOfMiddle: number,
  elsewhere: readonly Spread[],
): ((rank: number, u: number) => number) | undefined {
  if (positive.length === 0 && some.length === 0) return undefined
  const prior = momentsOf(Array.from(positive, (value) => log(value)))
  const n = some.length
  if (n === 0) return (rank) => quantile(positive, rank)
  const seen = momentsOf(some.map((value) => log(value)))
  const supposed = positive.length === 0 ? seen : prior
  // What is never simulated to vary is supposed to vary a little all the same.
  const spread = Math.max(supposed.deviation, leastSpread)
  const off = (seen.mean - supposed.mean) / spread
  // The spread that, with all that is not known at first, gives that of the simulation.
  const own = (spread * z95) / (student95(worth.spread) * Math.sqrt(1 + 1 / worthOfMiddle))
  const before = alike({ variance: own ** 2, degrees: worth.spread }, elsewhere)
  const degrees = before.degrees + n - 1
  const within = before.degrees * before.variance + n * seen.deviation ** 2
  // Runs that lie closer together than was supposed tell more of where the middle lies than the simulation does.
  const closer = Math.min(1, within / degrees / own ** 2)
  const middle = (positive.length === 0 ? 0 : worthOfMiddle) * closer * Math.min(1, 2 / (1 + off ** 2))
  const mean = (middle * supposed.mean + n * seen.mean) / (middle + n)
  const squares = within + ((middle * n) / (middle + n)) * (seen.mean - supposed.mean) ** 2
  const scale = (Math.sqrt((squares / degrees) * (1 + 1 / (middle + n))) * student95(degrees)) / z95
  const varies = prior.deviation >= leastSpread
  return (rank, u) => {
    const score = varies ? (log(quantile(positive, rank)) - prior.mean) / prior.deviation : normalQuantile(u)
    return exp(mean + scale * score)
  }
}

/** Of logarithms: two thirds of values within five per cent of the middle. */
const leastSpread = 0.05

function momentsOf(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, deviation: Math.sqrt(squares / Math.max(1, values.length)) }
}

/** Which share of the sorted values lies below one; among equal ones, as far as the uniform number says. */
function rankOf(sorted: Float64Array, value: number, u: number): number {
  const [below, upTo] = [countBelow(sorted, value, false), countBelow(sorted, value, true)]
  if (upTo > below) return (below + u * (upTo - below)) / sorted.length
  const [low = value, high = value] = [sorted[below - 1], sorted[below]]
  const within = high > low ? (value - low) / (high - low) : 0.5
  return Math.min(1, Math.max(0, (below - 0.5 + within) / sorted.length))
}

function countBelow(sorted: Float64Array, value: number, orEqual: boolean): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const at = sorted[middle] as number
    if (at < value || (orEqual && at === value)) low = middle + 1
    else high = middle
  }
  return low
}

/** Between the two values nearest to it. @param sorted at least one value */
function quantile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share
  const [low, high] = [sorted[Math.floor(place)] as number, sorted[Math.ceil(place)] as number]
  return low + (high - low) * (place - Math.floor(place))
}
