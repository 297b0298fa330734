/**
 * years: flows over many years of events, and events that are too rare to be seen in them.
 *
 * In: plans with what their runbooks would take, rates, a seed. Out: availability, what is lost, and the odds of losing
 * everything at once, each with its interval and with what it leaves out.
 */
export { exactly } from './exact.ts'
export type { Answer, ClassShare, FlowYears, Ranged, RateUsed, Workload, Years, YearsOptions } from './model.ts'
export { plain as plainly, rare, type RareEstimate, type RareModel, type RareOptions, type RarePart } from './rare.ts'
export { years } from './years.ts'
