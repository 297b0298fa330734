import { type Estimates, rounded } from '#evidence'
import type { RunState } from '#journal'
import type { Runbook } from '#runbook'
import { courseOf } from './course.ts'
import { type Detection, detection } from './detection.ts'
import { drawOf } from './draw.ts'
import { odds } from './forecast.ts'
import { hasSpread, noticedAfter } from './lasting.ts'
import type { Outlook } from './model.ts'
import { quantile, sorted } from './quantile.ts'
import { isWatch, repeated } from './runs.ts'
import { type RunStanding, standingOf } from './standing.ts'

/** How to simulate what is left of a run: like a forecast, and the same seed gives the same bytes. */
export interface RemainingOptions {
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
  { seed, runs }: RemainingOptions,
): Outlook {
  const book = { ...runbook, mode: state.mode ?? runbook.mode }
  const standing = standingOf(book, state, now)
  const detect = detectionAfter(book, standing, seed, runs)
  const results = repeated(book, estimates, detect, { seed, runs, standing })
  const { inStead } = courseOf(book, standing)
  const left = (ends: Float64Array) => percentiles(ends.map((end) => Math.max(0, end - standing.now)))
  return {
    elapsed: rounded(standing.now),
    flows: book.flows.map((flow, index) => {
      const { rto, back } = results.flows[index] as (typeof results.flows)[number]
      const last = inStead(flow.restoredBy)
      const isRestored = last.length > 0 && last.every((id) => standing.ended.has(id))
      return {
        flow: flow.id,
        state: last.length === 0 ? 'untouched' : isRestored ? 'restored' : 'open',
        left: last.length === 0 || isRestored ? { p50: 0, p95: 0 } : left(back),
        rto: odds(rto, last.length === 0 ? undefined : flow.objectives.rto),
      }
    }),
    end: left(results.over),
    caveats: caveats(book, estimates, state, standing),
  }
}

function percentiles(values: Float64Array): { readonly p50: number; readonly p95: number } {
  const rising = sorted(values)
  return { p50: rounded(quantile(rising, 0.5)), p95: rounded(quantile(rising, 0.95)) }
}

/** Detection as the plan's clocks give it, given that it has not come yet. */
function detectionAfter(runbook: Runbook, standing: RunStanding, seed: number, runs: number): Detection | undefined {
  const detect = detection(runbook)
  const open = runbook.steps.some((step) => isWatch(step, runbook) && !standing.ended.has(step.id))
  if (!detect || !open || standing.now === 0) return detect
  // It is the first thing that a run draws, so these are the very draws that are made again below.
  const all = sorted(Float64Array.from({ length: runs }, (_, run) => detect(drawOf(seed, run))))
  const later = noticedAfter(all, standing.now)
  return (draw) => later(detect(draw))
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
