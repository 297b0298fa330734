import { type Estimates, rounded } from '#evidence'
import type { FlowForecast, Interval } from './model.ts'
import type { SimulateInput } from './options.ts'
import { opened } from './part.ts'

/** So many runs tell how far apart two odds are. */
const most = 2000
/** What is not measured may take so much less, or more. */
const factors = [0.5, 2] as const
/** Below this share of the critical path that is measured, one percentage would pretend too much. */
const enough = 0.5

/**
 * The odds of each flow's RTO when all that was never measured here, people's answers included, takes half as long and
 * twice as long; with the same random numbers.
 * @param flows as they are forecast, in runbook order
 * @returns one entry per flow; undefined where most of its critical path is measured, or it has no target
 */
export function oddsRanges(input: SimulateInput, flows: readonly FlowForecast[]): ReadonlyArray<Interval | undefined> {
  const asked = flows.map(
    ({ flow, rto, criticalPath, measuredShare }) =>
      rto.target !== undefined && criticalPath.length > 0 && measuredShare < enough && !isLearnt(input, flow),
  )
  if (!asked.includes(true)) return []
  const odds = factors.map((factor) => metAt(input, factor))
  return flows.map((_, at) => {
    const [one = 0, other = 0] = odds.map((all) => all[at])
    return asked[at] ? [rounded(Math.min(one, other)), rounded(Math.max(one, other))] : undefined
  })
}

/** Whether whole runs were measured, so that the figures do not rest on those of steps alone. */
function isLearnt({ options: { outcomes = {} } }: SimulateInput, flow: string): boolean {
  return Object.hasOwn(outcomes, flow) && (outcomes[flow]?.rto.length ?? 0) > 0
}

/** By flow: the odds of its RTO. */
function metAt({ runbook, estimates, options }: SimulateInput, factor: number): readonly number[] {
  const runs = Math.min(most, options.runs)
  const paced = {
    runbook,
    estimates: slower(estimates, factor),
    options: { ...options, runs, detail: 'odds' as const },
  }
  const { timing, flowRuns } = opened(paced, factor)
  const met = runbook.flows.map(() => 0)
  for (let run = 0; run < runs; run++) {
    timing.time(options.seed, run)
    const origin = flowRuns.origin()
    for (const [at, { objectives }] of runbook.flows.entries())
      if (flowRuns.recovery(at, origin) <= (objectives.rto ?? -1)) met[at] = (met[at] as number) + 1
  }
  return met.map((count) => count / runs)
}

function slower(estimates: Estimates, factor: number): Estimates {
  return Object.fromEntries(
    Object.entries(estimates).map(([step, estimate]) => [
      step,
      estimate.basis === 'measured'
        ? estimate
        : { ...estimate, p50: estimate.p50 * factor, p95: estimate.p95 * factor },
    ]),
  )
}
