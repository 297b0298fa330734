/**
 * simulation: what a runbook would take and lose.
 *
 * In: a compiled runbook, estimates, a seed. Out: the odds of each objective. It times the very steps that people read
 * and the driver runs, and derives none of its own. The same seed gives the same bytes, on any machine.
 */
export { type SimulateOptions, simulate } from './forecast.ts'
export type { FlowForecast, Forecast, Odds } from './model.ts'
