import { type Counting, lookedAt, openCounting } from './counting.ts'
import { added, type Counts, countsAs, type CountsData } from './counts.ts'
import { detection } from './detection.ts'
import { type FlowRuns, horizon, openFlowRuns } from './flow-runs.ts'
import { type Looks, looksJoined } from './influences.ts'
import { type Input, inputsOf } from './inputs.ts'
import { tallyOf } from './kernel/index.ts'
import type { SimulateInput } from './options.ts'
import { openTiming, type Timing } from './timing.ts'

/** Some of the runs of a forecast. */
export interface Stretch<C = Counts> {
  /** The number of its first run. */
  readonly from: number
  /** The number of the first run behind it. */
  readonly to: number
  readonly counts: C
  readonly looks: Looks
}

/** The same as plain data: it may come from another thread. */
export type Part = Stretch<CountsData>

/** What a part is made with. */
export interface Opened {
  readonly timing: Timing
  readonly flowRuns: FlowRuns
  readonly counting: Counting
  readonly inputs: readonly Input[]
  /** Whether detection follows from the plan's clocks. */
  readonly isDerived: boolean
}

export function opened({ runbook, estimates, options }: SimulateInput, pace?: number): Opened {
  const detect = detection(runbook)
  const timing = openTiming(runbook, estimates, {
    circumstances: options,
    detect,
    ...(pace === undefined ? {} : { pace }),
  })
  const flowRuns = openFlowRuns(runbook, timing, options)
  return {
    timing,
    flowRuns,
    counting: openCounting(runbook, timing, flowRuns, options),
    inputs: options.detail === 'odds' ? [] : inputsOf(runbook, timing, detect !== undefined),
    isDerived: detect !== undefined,
  }
}

/**
 * Simulates some runs of a forecast, for another thread; what they give depends on nothing but the input and their numbers.
 * @param from the first run, ≥ 0
 * @param to the first run behind them, > `from` and at most `options.runs`
 * @throws RangeError where an estimate is missing, or these are no runs: a caller's bug
 */
export function simulatePart(input: SimulateInput, from: number, to: number): Part {
  const stretch = simulated(input, opened(input), from, to)
  return { ...stretch, counts: countsAs(stretch.counts, (tally) => tally.toJSON()) }
}

/** Simulates some runs of a forecast. */
export function simulated(
  input: SimulateInput,
  { timing, flowRuns, counting, inputs }: Opened,
  from: number,
  to: number,
): Stretch {
  const { seed, runs } = input.options
  if (![from, to, runs].every(Number.isSafeInteger) || from < 0 || to <= from || to > runs || !Number.isFinite(seed))
    throw new RangeError(
      `A forecast takes a finite seed and at least one run, not ${seed} and the runs ${from} to ${to} of ${runs}. This is a bug in Muster.`,
    )
  const size = inputs.length === 0 ? 0 : Math.max(0, Math.min(to, lookedAt) - from)
  const firstOf = [...new Set(flowRuns.groups)].map((group) => flowRuns.groups.indexOf(group))
  const looks = {
    size,
    recoveries: firstOf.map(() => new Float64Array(size)),
    sides: inputs.map(() => new Uint8Array(size)),
  }
  for (let run = from; run < to; run++) {
    timing.time(seed, run)
    counting.count(run)
    const at = run - from
    if (at >= size) continue
    for (const [group, values] of looks.recoveries.entries())
      values[at] = Math.min(horizon, counting.recovery(firstOf[group] as number))
    for (const [place, sides] of looks.sides.entries()) sides[at] = (inputs[place] as Input).side()
  }
  return { from, to, counts: counting.counted(), looks }
}

/**
 * All parts of a forecast as one, whatever the order in which they come.
 * @throws RangeError where they are not all of the runs, each once: a caller's bug
 */
export function joined(parts: readonly Part[], runs: number): Stretch {
  const inOrder = [...parts].sort((one, other) => one.from - other.from)
  let whole: Stretch | undefined
  for (const part of inOrder) {
    if (part.from !== (whole?.to ?? 0)) break
    const counts = countsAs(part.counts, tallyOf)
    whole = whole
      ? { from: 0, to: part.to, counts: added(whole.counts, counts), looks: looksJoined(whole.looks, part.looks) }
      : { ...part, counts }
  }
  if (whole?.to === runs) return whole
  throw new RangeError(`The parts are not the runs 0 to ${runs}, each once. This is a bug in Muster.`)
}
