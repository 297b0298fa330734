/**
 * simulation: what a runbook would take and lose.
 *
 * In: a compiled runbook, estimates, a seed; for a run that is under way, where it stands. Out: the odds of each
 * objective. It times the very steps that people read and the driver runs, and derives none of its own. The same seed
 * gives the same bytes, on any machine.
 */
export {
  type Accuracy,
  type Calibration,
  type CalibrationRow,
  calibrationOf,
  type Held,
  mostWidth,
  type OverallAccuracy,
} from './calibration.ts'
export type { Circumstances } from './circumstances.ts'
export { merged, simulate } from './forecast.ts'
export { odds, type OddsOptions } from './going.ts'
export { type Law, type Node, openKernel, openTally } from './kernel/index.ts'
export type { FlowForecast, FlowGoing, FlowOutlook, Forecast, Influence, Interval, Odds, Outlook } from './model.ts'
export type { SimulateInput, SimulateOptions } from './options.ts'
export { type Part, simulatePart } from './part.ts'
export { remaining, type RemainingOptions } from './remaining.ts'
export {
  aliveFor,
  breaksOf,
  type Break,
  type Dependence,
  type Fault,
  type FlowReplay,
  type Gone,
  type IncidentReplay,
  type ObjectiveBreaks,
  outageOf,
  pairLost,
  type ReplayVerdict,
  replay,
  type ScenarioAlive,
  type Single,
  type StepNeeds,
  type Way,
  withPairLost,
} from './reach/index.ts'
export {
  exactly,
  type FlowYears,
  plainly,
  type Ranged,
  type RareEstimate,
  type RareModel,
  rare,
  type Workload,
  type Years,
  type YearsOptions,
  years,
} from './years/index.ts'
