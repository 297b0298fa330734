/**
 * kernel: times runs of a network of nodes, fast.
 *
 * In: nodes that need each other, with laws for how long they last, and pools of people; a seed and a run's number. Out:
 * when each began and ended, and why then. It knows nothing of runbooks. What it gives depends on its arguments only, to
 * the last bit, on any machine: the random numbers are whole numbers of 32 bits, and exp, log and the normal quantile are
 * its own.
 */
export { exp, log } from './exponential.ts'
export { openKernel } from './kernel.ts'
export type { Kernel, Lasts, Law, Node, Pool } from './model.ts'
export { normalQuantile } from './quantile.ts'
export { openTally, type Tally, type TallyData, tallyOf } from './tally.ts'
