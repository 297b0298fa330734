/**
 * simulation: what a runbook would take and lose.
 *
 * In: a compiled runbook, estimates, a seed; for a run that is under way, where it stands. Out: the odds of each
 * objective. It times the very steps that people read and the driver runs, and derives none of its own. The same seed
 * gives the same bytes, on any machine.
 */
export { type SimulateOptions, simulate } from './forecast.ts'
export { odds, type OddsOptions } from './going.ts'
export type { FlowForecast, FlowGoing, FlowOutlook, Forecast, Odds, Outlook } from './model.ts'
export { remaining, type RemainingOptions } from './remaining.ts'
