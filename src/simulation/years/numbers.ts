/** exp, log and the normal quantile with the same bits on every machine. */
export { exp, log, normalQuantile } from '../kernel/index.ts'
