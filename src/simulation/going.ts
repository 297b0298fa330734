import { type Estimates, rounded } from '#evidence'
import type { Runbook, Step } from '#runbook'
import type { Circumstances } from './circumstances.ts'
import { fresh } from './course.ts'
import { oddsOf } from './figures.ts'
import { horizon, openFlowRuns } from './flow-runs.ts'
import { openTally } from './kernel/index.ts'
import type { FlowGoing } from './model.ts'
import { openTiming } from './timing.ts'

/** How to weigh going against waiting. */
export interface OddsOptions extends Circumstances {
  /** Seconds since the fault, ≥ 0. */
  readonly elapsed: number
  /** How much longer one might wait, in seconds each, ≥ 0; going now need not be among them. */
  readonly waits: readonly number[]
  readonly seed: number
  readonly runs: number
}

/**
 * The odds of each flow's RTO when people go now, and when they wait first. Noticing and deciding count as over, so that
 * what is left is the work; the RTO is counted from the fault, in a planned switch too.
 * @param estimates one per step
 * @returns flows in runbook order; each first goes now, then after each wait in the order given
 * @throws RangeError where an estimate is missing: a caller's bug
 */
export function odds(runbook: Runbook, estimates: Estimates, options: OddsOptions): readonly FlowGoing[] {
  const { elapsed, waits, seed, runs } = options
  const begin = fresh(runbook)
  const standing = { ...begin, waitedFor: (step: Step) => (isBefore(step) ? [] : begin.waitedFor(step)) }
  const timing = openTiming(runbook, estimates, { circumstances: options, standing })
  const flowRuns = openFlowRuns(runbook, timing, options, 'fault')
  const all = [0, ...waits]
  const tallies = runbook.flows.map(({ objectives: { rto } }) =>
    all.map(() => openTally(horizon, rto === undefined ? [] : [rto])),
  )
  for (let run = 0; run < runs; run++) {
    timing.time(seed, run)
    for (const [flow, each] of tallies.entries()) {
      const recovery = flowRuns.recovery(flow, 0)
      for (const [at, wait] of all.entries()) each[at]?.add(recovery + elapsed + wait)
    }
  }
  return runbook.flows.map((flow, at) => ({
    flow: flow.id,
    going: flowRuns.isRestored(at)
      ? all.flatMap((wait, place) => {
          const tally = tallies[at]?.[place]
          return tally ? { wait: rounded(wait), ...oddsOf(tally, flow.objectives.rto, false) } : []
        })
      : [],
  }))
}

function isBefore({ phase }: Step): boolean {
  return phase === 'detect' || phase === 'decide'
}
