import type { Estimates, Outcomes, Spreads } from '#evidence'
import type { Runbook } from '#runbook'
import type { Circumstances } from './circumstances.ts'

/** How to simulate. Plain data. */
export interface SimulateOptions extends Circumstances {
  /** The same seed gives the same bytes. Finite. */
  readonly seed: number
  /** How many runs, a whole number ≥ 1. */
  readonly runs: number
  /** The target whose times the estimates are; printed, and named in the caveats. */
  readonly target: string
  /** What whole runs of this very runbook were measured to come to; nothing where it is left out. */
  readonly outcomes?: Outcomes
  /** How far whole runs of other runbooks lie apart on the target; nothing where it is left out. */
  readonly spreads?: Spreads
  /** `odds`: no influences, no cut-offs, no duplicates and no range of odds; `all` where it is left out. */
  readonly detail?: 'all' | 'odds'
}

/** All that a forecast is made from. Plain data, so that it can be posted to another thread. */
export interface SimulateInput {
  readonly runbook: Runbook
  /** One per step. */
  readonly estimates: Estimates
  readonly options: SimulateOptions
}
