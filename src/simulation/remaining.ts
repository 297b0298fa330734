import { type Estimates, rounded } from '#evidence'
import type { RunState } from '#journal'
import type { Runbook } from '#runbook'
import type { Circumstances } from './circumstances.ts'
import { type Detection, detection } from './detection.ts'
import { oddsOf } from './figures.ts'
import { horizon, openFlowRuns } from './flow-runs.ts'
import { openTally, type Tally } from './kernel/index.ts'
import { openChances } from './kernel/random.ts'
import { hasSpread, noticedAfter } from './lasting.ts'
import type { Outlook } from './model.ts'
import { type RunStanding, standingOf } from './standing.ts'
import { streams } from './streams.ts'
import { isWatch } from './switching.ts'
import { openTiming } from './timing.ts'

/** How many detections are supposed, so as to know what is left of one. */
const samples = 2000

/** How to simulate what is left of a run: like a forecast, and the same seed gives the same bytes. */
export interface RemainingOptions extends Circumstances {
  readonly seed: number
  readonly runs: number
}

/**
 * What is still to be expected of a run, given all that has happened in it. What is done stays where it was; what is
 * under way, and a question that is open, is drawn from what its estimate leaves after so long; the rest begins when
 * what it needs has ended, and not before now. A run of which nothing has happened gives what `simulate` gives.
 * @param estimates one per step
 * @param state of a run that has not ended and is not being cancelled: of one that is, nothing is to be expected
 * @param now seconds on the run's clock; a takeover may have moved the run to another one
 * @throws RangeError where an estimate is missing: a caller's bug
 */
export function remaining(
  runbook: Runbook,
  estimates: Estimates,
  state: RunState,
  now: number,
  options: RemainingOptions,
): Outlook {
  const { seed, runs } = options
  const book = { ...runbook, mode: state.mode ?? runbook.mode }
  const standing = standingOf(book, state, now)
  const detect = detectionAfter(book, standing, seed, runs)
  const timing = openTiming(book, estimates, { circumstances: options, standing, detect })
  const flowRuns = openFlowRuns(book, timing, options)
  const { inStead } = timing.course
  const flows = book.flows.map(({ objectives: { rto }, restoredBy }, at) => {
    const last = inStead(restoredBy)
    return {
      target: flowRuns.isRestored(at) ? rto : undefined,
      isRestored: last.length > 0 && last.every((id) => standing.ended.has(id)),
      rto: openTally(horizon, rto === undefined ? [] : [rto]),
      left: openTally(horizon),
    }
  })
  const end = openTally(horizon)
  for (let run = 0; run < runs; run++) {
    timing.time(seed, run)
    const origin = flowRuns.origin()
    for (const [at, flow] of flows.entries()) {
      flow.rto.add(flowRuns.recovery(at, origin))
      flow.left.add(Math.max(0, flowRuns.back(at) - standing.now))
    }
    const over = timing.kernel.ends.reduce((latest, one) => Math.max(latest, one), 0)
    end.add(Math.max(0, over - standing.now))
  }
  return {
    elapsed: rounded(standing.now),
    flows: book.flows.map((flow, at) => {
      const { target, isRestored, rto, left } = flows[at] as (typeof flows)[number]
      const isTouched = flowRuns.isRestored(at)
      return {
        flow: flow.id,
        state: isTouched ? (isRestored ? 'restored' : 'open') : 'untouched',
        left: !isTouched || isRestored ? { p50: 0, p95: 0 } : percentiles(left),
        rto: oddsOf(rto, target),
      }
    }),
    end: percentiles(end),
    caveats: caveats(book, estimates, state, standing),
  }
}

function percentiles(tally: Tally): { readonly p50: number; readonly p95: number } {
  return { p50: rounded(tally.quantile(0.5)), p95: rounded(tally.quantile(0.95)) }
}

/** Detection as the plan's clocks give it, given that it has not come yet. */
function detectionAfter(runbook: Runbook, standing: RunStanding, seed: number, runs: number): Detection | undefined {
  const detect = detection(runbook)
  const open = runbook.steps.some((step) => isWatch(step, runbook) && !standing.ended.has(step.id))
  if (!detect || !open || standing.now === 0) return detect
  const chances = openChances()
  // These are the very draws that the first runs make again.
  const all = Float64Array.from({ length: Math.min(runs, samples) }, (_, run) => {
    chances.begin(seed, run)
    return detect((probe) => chances.extra(streams.probe(probe)))
  }).sort()
  const later = noticedAfter(all, standing.now)
  return (uniformOf) => later(detect(uniformOf))
}

/** What the outlook supposes beyond what a forecast does, in sentences. */
function caveats(
  { steps }: Runbook,
  estimates: Estimates,
  state: RunState,
  { now, begun, blocked }: RunStanding,
): readonly string[] {
  const passed = steps.filter(({ id }) => {
    const { p50, p95 } = estimates[id] ?? { p50: 0, p95: 0 }
    const since = begun.get(id)
    return since !== undefined && !hasSpread(p50, p95) && now - since >= p50
  })
  return [
    ...(state.paused ? ['The run is paused, and supposed to be continued now.'] : []),
    ...(blocked.length > 0
      ? [`A person must say what becomes of ${blocked.join(', ')}; it is supposed to be done anew, beginning now.`]
      : []),
    ...(passed.length > 0
      ? [
          `${passed.map(({ id }) => id).join(', ')} has taken longer than all that was known of it; that it takes as long again is supposed to be an even chance.`,
        ]
      : []),
  ]
}
