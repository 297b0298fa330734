import type { Evidence, FlowResult } from '#evidence'
import { aroundShare } from './figures.ts'
import type { FlowForecast, Forecast, Interval } from './model.ts'

/** What was forecast just before a drill, and what the drill came to. */
export interface Held {
  readonly forecast: Forecast
  readonly evidence: Evidence
}

/** Forecasts of one figure held against what was measured; what there is too little of is left out. */
export interface Accuracy {
  /** How many forecasts were held against a measured value, or against a flow that never came back. */
  readonly values: number
  /** How many values lay within p5 to p95. */
  readonly within: number
  /** The share that lies within, as far as so few tell: 95 of 100 such intervals hold the true one. Absent without values. */
  readonly share?: Interval
  /** How many of the values are flows that never came back; they are within no band. Absent: none. */
  readonly censored?: number
  /** Half of the values were later or larger than their p50 by this share of it, or less; below 0 where earlier or smaller. */
  readonly bias?: number
  /** The middle width of the bands over the width of the measured p5 to p95; of five values at least. */
  readonly width?: number
}

/** The same of all drills. `width` is the middle one of the rows that have one. */
export interface OverallAccuracy extends Accuracy {
  /** How many rows have a width, and how many of them one of at most `mostWidth`. */
  readonly widths: { readonly rows: number; readonly narrow: number }
}

/** A band that is more than so many times as wide as what was measured says too little. */
export const mostWidth = 3

/** How right the forecasts of one scenario of one plan, as it stood, on one target were. */
export interface CalibrationRow {
  readonly plan: string
  /** Of the plan: drills of another version of it are another row, for what a change does would pass for spread. */
  readonly digest: string
  /** Who decided; how long people take is another spread than that of machines. */
  readonly decision: 'automatic' | 'people'
  readonly scenario: string
  readonly target: string
  readonly drills: number
  readonly rto: Accuracy
  readonly rpo: Accuracy
}

/** How right the forecasts of all drills were; rows by plan as it stood, scenario, target and who decided, in the order of their first drills. */
export interface Calibration {
  readonly drills: number
  readonly rto: OverallAccuracy
  readonly rpo: OverallAccuracy
  readonly rows: readonly CalibrationRow[]
}

/** A band and the value that it was to hold, in seconds. */
interface Pair {
  readonly p5: number
  readonly p50: number
  readonly p95: number
  /** Infinity where the flow never came back. */
  readonly measured: number
}

/** Fewer measured values than these have no width that means anything. */
const enough = 5
/** Seconds by which a value may lie outside of its band and count as within: the evidence's own precision. */
const precision = 1e-3

/**
 * Holds forecasts against drills. A drill counts once for each figure, by the flow that came to the most, for the flows of
 * one drill come back together. A flow that never came back is longer than any band; one that nobody forecast or measured
 * is left out.
 */
export function calibrationOf(drills: readonly Held[]): Calibration {
  const groups = new Map<string, Held[]>()
  for (const one of drills) {
    const { plan, scenario, target } = one.evidence
    const key = JSON.stringify([plan.name, plan.digest, scenario, target, decisionOf(one)])
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  const rows = [...groups.values()].flatMap((held): readonly CalibrationRow[] => {
    const [first] = held
    if (!first) return []
    const { plan, scenario, target } = first.evidence
    const of = (figure: 'rto' | 'rpo'): Accuracy => accuracy(pairsOf(held, figure))
    const whose = { plan: plan.name, digest: plan.digest, decision: decisionOf(first) }
    return [{ ...whose, scenario, target, drills: held.length, rto: of('rto'), rpo: of('rpo') }]
  })
  const all = (figure: 'rto' | 'rpo'): OverallAccuracy => {
    const { width: _, ...rest } = accuracy(pairsOf(drills, figure))
    const widths = rows.flatMap((row) => row[figure].width ?? [])
    const width = middle(widths)
    return {
      ...rest,
      ...(width === undefined ? {} : { width }),
      widths: { rows: widths.length, narrow: widths.filter((one) => one <= mostWidth).length },
    }
  }
  return { drills: drills.length, rto: all('rto'), rpo: all('rpo'), rows }
}

function decisionOf({ evidence: { approvals } }: Held): CalibrationRow['decision'] {
  return approvals.every(({ method }) => method === 'automatic') ? 'automatic' : 'people'
}

function pairsOf(held: readonly Held[], figure: 'rto' | 'rpo'): readonly Pair[] {
  return held.flatMap(({ forecast, evidence }): readonly Pair[] => {
    const both = evidence.flows.flatMap((result) => {
      const expected = forecast.flows.find(({ flow }) => flow === result.flow)
      const measured = measuredOf(result, figure)
      const band = expected && bandOf(expected, figure)
      return band === undefined || measured === undefined ? [] : [{ ...band, measured }]
    })
    const most = both.toSorted((a, b) => b.measured - a.measured)[0]
    return most ? [most] : []
  })
}

/** @returns Infinity where the flow was measured and never came back, undefined where nobody measured it */
function measuredOf(result: FlowResult, figure: 'rto' | 'rpo'): number | undefined {
  const { measured, met } = result[figure]
  return figure === 'rto' && measured === undefined && met === false ? Number.POSITIVE_INFINITY : measured
}

/** @returns undefined where the figure was not forecast, or a flow that nothing restores has no path to be timed by */
function bandOf(expected: FlowForecast, figure: 'rto' | 'rpo'): Omit<Pair, 'measured'> | undefined {
  const { p50, p95, p5 = p50 } = expected[figure]
  return p50 === undefined || p95 === undefined || p5 === undefined ? undefined : { p5, p50, p95 }
}

function accuracy(pairs: readonly Pair[]): Accuracy {
  const within = pairs.filter(({ p5, p95, measured }) => measured >= p5 - precision && measured <= p95 + precision)
  const finite = pairs.filter(({ measured }) => measured < Number.POSITIVE_INFINITY)
  const censored = pairs.length - finite.length
  const bias = middle(finite.flatMap(({ p50, measured }) => (p50 > 0 ? [(measured - p50) / p50] : [])))
  const width = widthOf(finite)
  return {
    values: pairs.length,
    within: within.length,
    ...(pairs.length === 0 ? {} : { share: aroundShare(within.length / pairs.length, pairs.length) }),
    ...(censored === 0 ? {} : { censored }),
    ...(bias === undefined ? {} : { bias }),
    ...(width === undefined ? {} : { width }),
  }
}

/** Of values and bands that are narrower than what is measured tells apart, that is taken; so 1 where both are nothing. */
function widthOf(pairs: readonly Pair[]): number | undefined {
  if (pairs.length < enough) return undefined
  const sorted = pairs.map(({ measured }) => measured).toSorted((a, b) => a - b)
  const spread = quantile(sorted, 0.95) - quantile(sorted, 0.05)
  const band = middle(pairs.map(({ p5, p95 }) => p95 - p5))
  return band === undefined ? undefined : Math.max(band, precision) / Math.max(spread, precision)
}

function middle(values: readonly number[]): number | undefined {
  return values.length === 0
    ? undefined
    : quantile(
        values.toSorted((a, b) => a - b),
        0.5,
      )
}

/** Between the two values nearest to it. @param sorted at least one value */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0]
  return low + (high - low) * (place - Math.floor(place))
}
