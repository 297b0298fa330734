import { type Estimates, rounded } from '#evidence'
import type { Runbook, Step } from '#runbook'
import { courseOf, fresh } from './course.ts'
import { odds as oddsOf } from './forecast.ts'
import type { FlowGoing } from './model.ts'
import { repeated } from './runs.ts'

/** How to weigh going against waiting. */
export interface OddsOptions {
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
export function odds(
  runbook: Runbook,
  estimates: Estimates,
  { elapsed, waits, seed, runs }: OddsOptions,
): readonly FlowGoing[] {
  const begin = fresh(runbook)
  const standing = { ...begin, waitedFor: (step: Step) => (isBefore(step) ? [] : begin.waitedFor(step)) }
  const { flows } = repeated(runbook, estimates, undefined, { seed, runs, standing, from: 'fault' })
  const { inStead } = courseOf(runbook, standing)
  return runbook.flows.map((flow, index) => {
    const { rto } = flows[index] as (typeof flows)[number]
    const isTouched = inStead(flow.restoredBy).length > 0
    return {
      flow: flow.id,
      going: isTouched
        ? [0, ...waits].map((wait) => ({
            wait: rounded(wait),
            ...oddsOf(
              rto.map((value) => value + elapsed + wait),
              flow.objectives.rto,
            ),
          }))
        : [],
    }
  })
}

function isBefore({ phase }: Step): boolean {
  return phase === 'detect' || phase === 'decide'
}
