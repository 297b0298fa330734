/**
 * actions: the ways of acting on the world, one folder each.
 *
 * In: typed arguments from a runbook's step, and a context that says where things are. Out: what was observed. An
 * action does one thing, fails only as retryable or terminal, says so where it is certain that nothing was done, and
 * where a read can tell whether it has happened it has a probe. Addresses and secrets come from the target; an action
 * keeps none and prints none.
 *
 * Besides, the looks that change nothing: what a server is, how far a copy is behind, whether an address answers.
 */
export { type Refuses, ruleOf } from './guard.ts'
export { connected, row } from './postgres/connection.ts'
export { differences, type Lag, lagOf, lookAt, type ServerRole } from './postgres/index.ts'
export { registry } from './registry.ts'
export { answered, member, refusal, requested } from './request.ts'
export { type TrafficSeen, trafficSeen } from './traffic/index.ts'
