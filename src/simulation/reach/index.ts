/**
 * reach: what a runbook can still reach when something is gone, timed by the longest path with medians.
 *
 * In: a plan, its compiled runbooks with estimates, and what is gone. Out: what must be alive, how a real incident would
 * have gone, and the smallest sets of faults that break an objective. Nothing is drawn; taking away more never helps.
 */
export { aliveFor } from './alive.ts'
export { breaksOf } from './breaks.ts'
export type { Gone } from './held.ts'
export type { Way } from './held-up.ts'
export type {
  Break,
  Dependence,
  Fault,
  FlowReplay,
  IncidentReplay,
  ObjectiveBreaks,
  Pair,
  ReplayVerdict,
  ScenarioAlive,
  Single,
  StepNeeds,
} from './model.ts'
export { type Outage, outageOf, pairLost, withPairLost } from './outage.ts'
export { replay } from './replay.ts'
