/**
 * actions: the ways of acting on the world, one folder each.
 *
 * In: typed arguments from a runbook's step, and a context that says where things are. Out: what was observed. An
 * action does one thing, fails only as retryable or terminal, and where a read can tell whether it has happened it has
 * a probe. Addresses and secrets come from the target; an action keeps none and prints none.
 */
export { registry } from './registry.ts'
