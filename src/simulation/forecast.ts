import { type Estimates, rounded } from '#evidence'
import type { Runbook, RunbookFlow, Step } from '#runbook'
import { caveats } from './caveats.ts'
import { detection } from './detection.ts'
import type { FlowForecast, Forecast, Odds } from './model.ts'
import { quantile, sorted } from './quantile.ts'
import { type FlowRuns, isWatch, repeated } from './runs.ts'

/** How to simulate. */
export interface SimulateOptions {
  /** The same seed gives the same bytes. Finite. */
  readonly seed: number
  /** How many runs, a whole number ≥ 1. */
  readonly runs: number
  /** The target whose times the estimates are; printed, and named in the caveats. */
  readonly target: string
}

/**
 * Forecasts a runbook by timing its steps many seeded times.
 * @param estimates one per step
 * @returns flows in runbook order; a flow that the scenario does not touch takes and loses nothing. In seconds from the
 * fault; for a planned switch, from the first step that customers notice. Rounded to microseconds, and never without a
 * number where the shape has one.
 * @throws RangeError where an estimate is missing or `runs` is no count: a caller's bug
 */
export function simulate(runbook: Runbook, estimates: Estimates, { seed, runs, target }: SimulateOptions): Forecast {
  if (!Number.isSafeInteger(runs) || runs < 1 || !Number.isFinite(seed))
    throw new RangeError(
      `A forecast takes a finite seed and at least one run, not ${seed} and ${runs}. This is a bug in Muster.`,
    )
  const detect = detection(runbook)
  const results = repeated(runbook, estimates, detect, { seed, runs })
  return {
    schemaVersion: 1,
    scenario: runbook.scenario.id,
    target,
    seed,
    runs,
    flows: runbook.flows.map((flow, index) =>
      flowForecast(flow, runbook, estimates, results.flows[index] as FlowRuns, results.steps, {
        runs,
        derived: detect !== undefined,
      }),
    ),
    caveats: caveats(runbook, estimates, target, detect !== undefined),
  }
}

function flowForecast(
  flow: RunbookFlow,
  runbook: Runbook,
  estimates: Estimates,
  result: FlowRuns,
  taken: readonly Step[],
  { runs, derived }: { readonly runs: number; readonly derived: boolean },
): FlowForecast {
  const steps = taken.map((step, place) => {
    const times = result.onPath[place] ?? []
    return {
      step: step.id,
      times,
      total: times.reduce((sum, time) => sum + time, 0),
      clockwork: derived && isWatch(step, runbook),
      measured: estimates[step.id]?.basis === 'measured',
    }
  })
  const counted = steps.filter((step) => !step.clockwork)
  const all = total(counted)
  return {
    flow: flow.id,
    scenario: runbook.scenario.id,
    // Whom a run sends nowhere, it restores nothing for, and nothing of the objective is shown.
    rto: odds(result.rto, isRestored(flow, taken) ? flow.objectives.rto : undefined),
    rpo: result.rpo
      ? odds(result.rpo, flow.objectives.rpo)
      : flow.objectives.rpo === undefined
        ? {}
        : { target: flow.objectives.rpo },
    criticalPath: steps
      .filter((step) => step.times.length > 0)
      .sort((a, b) => b.times.length - a.times.length)
      .map(({ step, times }) => ({
        step,
        share: rounded(times.length / runs),
        p50: rounded(quantile(sorted(times), 0.5)),
      })),
    measuredShare: all === 0 ? 0 : rounded(total(counted.filter((step) => step.measured)) / all),
  }
}

/** Whether the run restores all that it touches: a rehearsal apart sends no customer anywhere. */
function isRestored({ restoredBy }: RunbookFlow, steps: ReadonlyArray<{ readonly id: string }>): boolean {
  return restoredBy.length === 0 || steps.some(({ id }) => restoredBy.includes(id))
}

function total(steps: ReadonlyArray<{ readonly total: number }>): number {
  return steps.reduce((sum, step) => sum + step.total, 0)
}

export function odds(values: Float64Array, target: number | undefined): Odds {
  const rising = sorted(values)
  const figures = { p50: rounded(quantile(rising, 0.5)), p95: rounded(quantile(rising, 0.95)) }
  if (target === undefined) return figures
  const met = rising.reduce((count, value) => count + (value <= target ? 1 : 0), 0)
  return { ...figures, target, probabilityMet: rounded(met / rising.length) }
}
