import type { Evidence } from '#evidence'
import type { FlowForecast, Forecast } from './model.ts'

/** What was forecast just before a drill, and what the drill came to. */
export interface Held {
  readonly forecast: Forecast
  readonly evidence: Evidence
}

/** Forecasts of one figure held against what was measured; what there is too little of is left out. */
export interface Accuracy {
  /** How many forecasts were held against a measured value. */
  readonly values: number
  /** How many values lay within p5 to p95. */
  readonly within: number
  /** Half of the values were later or larger than their p50 by this share of it, or less; below 0 where earlier or smaller. */
  readonly bias?: number
  /** The middle width of the bands over the width of the measured p5 to p95; of five values at least. */
  readonly width?: number
}

/** How right the forecasts of one scenario of one plan on one target were. */
export interface CalibrationRow {
  readonly plan: string
  readonly scenario: string
  readonly target: string
  readonly drills: number
  readonly rto: Accuracy
  readonly rpo: Accuracy
}

/** How right the forecasts of all drills were; rows by plan, scenario and target in the order of their first drills. */
export interface Calibration {
  readonly drills: number
  readonly rto: Accuracy
  readonly rpo: Accuracy
  readonly rows: readonly CalibrationRow[]
}

/** A band and the value that it was to hold, in seconds. */
interface Pair {
  readonly p5: number
  readonly p50: number
  readonly p95: number
  readonly measured: number
}

/** Fewer measured values than these have no width that means anything. */
const enough = 5
/** Seconds by which a value may lie outside of its band and count as within: the evidence's own precision. */
const precision = 1e-3

/**
 * Holds forecasts against drills. A drill counts once for each figure, by the flow that came to the most, for the flows of
 * one drill come back together. A flow that never came back, or that nobody forecast or measured, is left out.
 */
export function calibrationOf(drills: readonly Held[]): Calibration {
  const groups = new Map<string, Held[]>()
  for (const one of drills) {
    const { plan, scenario, target } = one.evidence
    const key = JSON.stringify([plan.name, scenario, target])
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  const rows = [...groups.values()].flatMap((held): readonly CalibrationRow[] => {
    const [first] = held
    if (!first) return []
    const { plan, scenario, target } = first.evidence
    const of = (figure: 'rto' | 'rpo'): Accuracy => accuracy([pairsOf(held, figure)])
    return [{ plan: plan.name, scenario, target, drills: held.length, rto: of('rto'), rpo: of('rpo') }]
  })
  const all = (figure: 'rto' | 'rpo'): Accuracy => accuracy([...groups.values()].map((held) => pairsOf(held, figure)))
  return { drills: drills.length, rto: all('rto'), rpo: all('rpo'), rows }
}

function pairsOf(held: readonly Held[], figure: 'rto' | 'rpo'): readonly Pair[] {
  return held.flatMap(({ forecast, evidence }): readonly Pair[] => {
    const both = evidence.flows.flatMap((result) => {
      const expected = forecast.flows.find(({ flow }) => flow === result.flow)
      const { measured } = result[figure]
      const band = expected && bandOf(expected, figure)
      return band === undefined || measured === undefined ? [] : [{ ...band, measured }]
    })
    const most = both.toSorted((a, b) => b.measured - a.measured)[0]
    return most ? [most] : []
  })
}

/** @returns undefined where the figure was not forecast, or a flow that nothing restores has no path to be timed by */
function bandOf(expected: FlowForecast, figure: 'rto' | 'rpo'): Omit<Pair, 'measured'> | undefined {
  const { p50, p95, p5 = p50 } = expected[figure]
  return p50 === undefined || p95 === undefined || p5 === undefined ? undefined : { p5, p50, p95 }
}

/** @param groups values that were to come to the same; a width is that of one group, and of several the middle one */
function accuracy(groups: ReadonlyArray<readonly Pair[]>): Accuracy {
  const pairs = groups.flat()
  const within = pairs.filter(({ p5, p95, measured }) => measured >= p5 - precision && measured <= p95 + precision)
  const bias = middle(pairs.flatMap(({ p50, measured }) => (p50 > 0 ? [(measured - p50) / p50] : [])))
  const width = middle(groups.flatMap((group) => widthOf(group) ?? []))
  return {
    values: pairs.length,
    within: within.length,
    ...(bias === undefined ? {} : { bias }),
    ...(width === undefined ? {} : { width }),
  }
}

function widthOf(pairs: readonly Pair[]): number | undefined {
  if (pairs.length < enough) return undefined
  const sorted = pairs.map(({ measured }) => measured).toSorted((a, b) => a - b)
  const spread = quantile(sorted, 0.95) - quantile(sorted, 0.05)
  const band = middle(pairs.map(({ p5, p95 }) => p95 - p5))
  return spread <= precision || band === undefined ? undefined : band / spread
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
