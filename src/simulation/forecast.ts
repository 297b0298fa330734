import { type Estimates, rounded } from '#evidence'
import type { Runbook, RunbookFlow, Step } from '#runbook'
import { caveats } from './caveats.ts'
import { lookedAt } from './counting.ts'
import type { FlowCounts, PathCounts } from './counts.ts'
import { oddsOf } from './figures.ts'
import { horizon } from './flow-runs.ts'
import { influences } from './influences.ts'
import type { Tally } from './kernel/index.ts'
import type { FlowForecast, Forecast, Interval } from './model.ts'
import type { SimulateInput, SimulateOptions } from './options.ts'
import { joined, type Opened, opened, type Part, simulated, type Stretch } from './part.ts'
import { oddsRanges } from './range.ts'
import { isWatch } from './switching.ts'

/** Phases in the order in which they come. */
const phases: readonly Step['phase'][] = [
  'detect',
  'decide',
  'contain',
  'fence',
  'recover',
  'verify',
  'route',
  'reconcile',
  're-protect',
  'review',
  'communicate',
]

/**
 * Forecasts a runbook by timing its steps many seeded times.
 * @param estimates one per step
 * @returns flows in runbook order; a flow that the scenario does not touch takes and loses nothing. In seconds from the
 * fault; for a planned switch, from the first step that customers notice. Rounded to microseconds, and never without a
 * number where the shape has one.
 * @throws RangeError where an estimate is missing or `runs` is no count: a caller's bug
 */
export function simulate(runbook: Runbook, estimates: Estimates, options: SimulateOptions): Forecast {
  const input = { runbook, estimates, options }
  const all = opened(input)
  return forecastOf(input, all, simulated(input, all, 0, options.runs))
}

/**
 * The forecast that parts come to: the same bytes, however the runs were split.
 * @param parts together all runs, each once, in any order
 * @throws RangeError where they are not: a caller's bug
 */
export function merged(input: SimulateInput, parts: readonly Part[]): Forecast {
  return forecastOf(input, opened(input), joined(parts, input.options.runs))
}

function forecastOf(input: SimulateInput, all: Opened, whole: Stretch): Forecast {
  const { runbook, options } = input
  const { seed, runs, target } = options
  const flows = runbook.flows.map((flow, at) => flowForecast(flow, at, input, all, whole))
  const ranges = options.detail === 'odds' ? [] : oddsRanges(input, flows)
  return {
    schemaVersion: 1,
    scenario: runbook.scenario.id,
    target,
    seed,
    runs,
    horizon,
    flows: flows.map((flow, at) => ranged(flow, ranges[at])),
    caveats: caveats(input, all, flows),
  }
}

function ranged(flow: FlowForecast, oddsRange: Interval | undefined): FlowForecast {
  return oddsRange ? { ...flow, rto: { ...flow.rto, oddsRange } } : flow
}

function flowForecast(
  flow: RunbookFlow,
  at: number,
  { runbook, estimates, options }: SimulateInput,
  { timing, flowRuns, inputs, isDerived }: Opened,
  { counts, looks }: Stretch,
): FlowForecast {
  const group = flowRuns.groups[at] as number
  const path = counts.paths[group] as PathCounts
  const counted = counts.flows[at] as FlowCounts
  const isAll = options.detail !== 'odds'
  const isRestored = flowRuns.isRestored(at)
  // Whom a run sends nowhere, it restores nothing for, and nothing of the objective is shown.
  const rto = isRestored || flow.restoredBy.length === 0 ? flow.objectives.rto : undefined
  const took = timing.steps.map((step, place) => ({
    took: path.took[place] as number,
    counts: !(isDerived && isWatch(step, runbook)),
    measured: estimates[step.id]?.basis === 'measured',
  }))
  const all = total(took.filter((step) => step.counts))
  const isOnPath = (place: number): boolean => (path.runs[place] as number) > 0
  const tornado = isRestored && isAll ? influences(inputs, looks, group, rto, isOnPath) : []
  return {
    flow: flow.id,
    scenario: runbook.scenario.id,
    rto: oddsOf(counted.rto, rto, isAll),
    rpo: lossOdds(flow, counted, isAll),
    criticalPath: isRestored ? criticalPath(timing.steps, path, Math.min(options.runs, lookedAt)) : [],
    measuredShare: all === 0 ? 0 : rounded(total(took.filter((step) => step.counts && step.measured)) / all),
    ...(isRestored && isAll ? { phases: phasesOf(path) } : {}),
    ...(tornado.length > 0 ? { tornado } : {}),
    ...(isRestored && isAll && flow.cutOffs
      ? {
          cutOffs: flow.cutOffs.map((cutOff, place) => ({
            ...cutOff,
            probabilityMade: rounded((counted.made[place] ?? 0) / options.runs),
          })),
        }
      : {}),
    ...(isRestored && counted.duplicates ? { duplicates: duplicates(counted.duplicates) } : {}),
  }
}

function lossOdds({ objectives }: RunbookFlow, { rpo }: FlowCounts, isAll: boolean): FlowForecast['rpo'] {
  if (rpo) return oddsOf(rpo, objectives.rpo, isAll)
  return objectives.rpo === undefined ? {} : { target: objectives.rpo }
}

function criticalPath(steps: readonly Step[], path: PathCounts, runs: number): FlowForecast['criticalPath'] {
  return steps
    .flatMap(({ id }, place) => {
      const times = path.times[place]
      const count = path.runs[place] as number
      return times ? [{ count, step: id, p50: rounded(times.quantile(0.5)) }] : []
    })
    .sort((a, b) => b.count - a.count)
    .map(({ count, step, p50 }) => ({ step, share: rounded(count / runs), p50 }))
}

function phasesOf(path: PathCounts): NonNullable<FlowForecast['phases']> {
  const all = path.phases.reduce((sum, [, { took }]) => sum + took, 0)
  return phases.flatMap((phase) => {
    const [, counted] = path.phases.find(([id]) => id === phase) ?? []
    if (!counted || counted.took === 0) return []
    return [{ phase, share: rounded(counted.took / all), p50: rounded(counted.times.quantile(0.5)) }]
  })
}

function duplicates(tally: Tally): NonNullable<FlowForecast['duplicates']> {
  return { p50: rounded(tally.quantile(0.5)), p95: rounded(tally.quantile(0.95)) }
}

function total(steps: ReadonlyArray<{ readonly took: number }>): number {
  return steps.reduce((sum, { took }) => sum + took, 0)
}
