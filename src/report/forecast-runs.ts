import type { Odds } from '#simulation'
import { axisOf, place, type TimeAxis } from './time-axis.ts'

/** Runs whose figure lies from one number of seconds to another; `share` of all runs, > 0. */
export interface Bin {
  readonly from: number
  readonly to: number
  readonly share: number
}

/** What is left when shares are taken from each other is never quite nothing. */
const nothing = 1e-9

/** A distribution as bins that rise, without those that hold nothing and without the runs that were not over. */
export function binsOf({ distribution, censoredShare = 0 }: Partial<Odds>): readonly Bin[] {
  if (distribution === undefined) return []
  const { edges, shares } = distribution
  // What was not over counts as the horizon, so it lies in the last bin.
  const last = shares.findLastIndex((share) => share > 0)
  return shares.flatMap((share, index) => {
    const [from = 0, to = from] = edges.slice(index, index + 2)
    const rest = index === last ? share - censoredShare : share
    return rest > nothing ? [{ from, to, share: rest }] : []
  })
}

/** The share of all runs whose figure is larger, those that were not over included; 0 to 1. */
export function shareBeyond(bins: readonly Bin[], seconds: number, censored = 0): number {
  return bins.reduce((sum, bin) => sum + bin.share * (1 - partUpTo(bin, seconds)), censored)
}

function partUpTo({ from, to }: Bin, seconds: number): number {
  if (seconds >= to) return 1
  return seconds <= from ? 0 : (seconds - from) / (to - from)
}

/** How much longer than everything else a target may be and still be drawn. */
const far = 3

/**
 * The axis of a distribution's picture: nearly all of the runs, and the marks unless they lie so far out that the runs
 * would shrink to a line.
 * @param marks targets, measurements; seconds
 */
export function axisOfRuns(figure: Partial<Odds>, marks: readonly number[]): TimeAxis {
  const bins = binsOf(figure)
  const known = [figure.p5, figure.p50, ...(figure.censoredShare === undefined ? [figure.p95] : [])]
  const ends = bins.length === 0 ? known.filter((value) => value !== undefined) : reach(bins)
  const body = ends.length === 0 ? [0] : ends
  const longest = Math.max(...body)
  return axisOf(
    body,
    marks.filter((mark) => mark <= longest * far),
  )
}

/** From where to where all but a few in a thousand at the beginning and one in a hundred at the end lie. */
function reach(bins: readonly Bin[]): readonly number[] {
  const all = bins.reduce((sum, { share }) => sum + share, 0)
  let sum = 0
  const sums = bins.map(({ share }) => {
    sum += share
    return sum
  })
  const first = sums.findIndex((upTo) => upTo >= all * 0.003)
  const last = sums.findIndex((upTo) => upTo >= all * 0.99)
  return [bins[first]?.from ?? 0, bins[last]?.to ?? bins.at(-1)?.to ?? 0]
}

/**
 * The runs of each of the columns of a picture, as if a bin's runs lay evenly in it.
 * @returns shares of all runs, one per column
 */
export function columnsOf(bins: readonly Bin[], axis: TimeAxis, columns: number): readonly number[] {
  const shares = Array.from({ length: columns }, () => 0)
  for (const { from, to, share } of bins) {
    if (from >= axis.to || to < axis.from) continue
    const [start, end] = [place(axis, from) * columns, place(axis, to) * columns]
    const inside =
      share *
      (partUpTo({ from, to, share }, axis.to) - (from < axis.from ? partUpTo({ from, to, share }, axis.from) : 0))
    if (end - start < nothing) {
      const column = Math.min(columns - 1, Math.floor(start))
      shares[column] = (shares[column] ?? 0) + inside
      continue
    }
    for (let column = Math.floor(start); column < Math.min(columns, end); column++) {
      const overlap = Math.min(column + 1, end) - Math.max(column, start)
      shares[column] = (shares[column] ?? 0) + (inside * overlap) / (end - start)
    }
  }
  return shares
}
