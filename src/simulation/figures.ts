import { rounded } from '#evidence'
import { exp, log, type Tally } from './kernel/index.ts'
import type { Interval, Odds } from './model.ts'

/** Half of the width of an interval that holds in 95 of 100 cases, in standard errors. */
const z = 1.96
const mostBins = 40
/** The longest bar of a picture that begins at next to nothing is this much shorter than the longest time. */
const leastOfMost = 1 / 4096

/**
 * The figures of a simulated time or loss. What never varied has its quantiles and odds, and nothing beside.
 * @param target counted exactly by the tally
 * @param within whether the error of simulating finitely many runs, and the distribution, are told
 */
export function oddsOf(tally: Tally, target: number | undefined, within = true): Odds {
  const varies = tally.least < tally.most
  const at = (share: number): number => rounded(tally.quantile(share))
  const met = target === undefined ? undefined : tally.shareUpTo(target)
  return {
    ...(varies ? { p5: at(0.05) } : {}),
    p50: at(0.5),
    p95: at(0.95),
    ...(target === undefined || met === undefined ? {} : { target, probabilityMet: rounded(met) }),
    ...(varies && within ? { within: intervals(tally, met) } : {}),
    ...(tally.censored > 0 ? { censoredShare: rounded(tally.censored / tally.count) } : {}),
    ...(varies && within ? distribution(tally) : {}),
  }
}

function intervals(tally: Tally, met: number | undefined): NonNullable<Odds['within']> {
  return {
    p50: aroundQuantile(tally, 0.5),
    p95: aroundQuantile(tally, 0.95),
    ...(met === undefined ? {} : { probabilityMet: aroundShare(met, tally.count) }),
  }
}

/**
 * Where a quantile lies, in 95 of 100 cases.
 * @remarks The order statistics at the shares that a binomial's normal approximation gives (David and Nagaraja, Order
 * Statistics, 3rd ed., section 7.1).
 */
function aroundQuantile(tally: Tally, share: number): Interval {
  const error = z * Math.sqrt((share * (1 - share)) / tally.count)
  const at = (one: number): number => rounded(tally.quantile(Math.min(1, Math.max(0, one))))
  return [at(share - error), at(share + error)]
}

/** Where a share of so many runs lies, in 95 of 100 cases. @remarks Source: E. B. Wilson (1927), the score interval. */
export function aroundShare(share: number, count: number): Interval {
  const square = (z * z) / count
  const middle = (share + square / 2) / (1 + square)
  const half = (z * Math.sqrt((share * (1 - share)) / count + square / (4 * count))) / (1 + square)
  return [rounded(Math.max(0, middle - half)), rounded(Math.min(1, middle + half))]
}

/** How the values lie, in bins that are equally wide on a logarithmic scale; the first takes all that is below. */
function distribution(tally: Tally): Pick<Odds, 'distribution'> {
  const { least, most, count } = tally
  const bins = Math.min(mostBins, Math.max(1, Math.floor(Math.sqrt(count))))
  const from = Math.max(least, most * leastOfMost)
  const step = log(most / from) / bins
  const inner = Array.from({ length: bins - 1 }, (_, at) => from * exp(step * (at + 1)))
  const edges = [least, ...inner, most].map(rounded)
  if (edges.some((edge, at) => at > 0 && edge <= (edges[at - 1] as number))) return {}
  const upTo = [0, ...inner.map((edge) => tally.shareUpTo(edge)), 1]
  return { distribution: { edges, shares: upTo.slice(1).map((share, at) => rounded(share - (upTo[at] as number))) } }
}
