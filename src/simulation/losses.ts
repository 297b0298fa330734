import type { RunbookFlow, RunbookStore, Runbook } from '#runbook'
import { type Draw, lognormal } from './draw.ts'

/** The standard normal's 95 % and 99 % quantiles, divided. */
const z95overZ99 = 1.6448536269514722 / 2.3263478740408408

/** Draws what a store has not replicated at the fault, in seconds of writes; undefined where nobody can say. */
export function lossOf(store: RunbookStore, planned: boolean): ((draw: Draw) => number) | undefined {
  // A planned switch drains the old side before it lets go of it.
  if (planned || store.replication === 'sync') return () => 0
  if (store.replication === 'none' || !store.lag) return undefined
  const { p50, p99 } = store.lag
  // No lognormal has a median of 0; the worse of the two figures stands in.
  if (p50 === 0) return () => p99
  const p95 = p50 * Math.exp(Math.log(Math.max(p99 / p50, 1)) * z95overZ99)
  return (draw) => lognormal(p50, p95, draw.normal())
}

/** The places in `runbook.stores` of what the flow needs and the scenario touches. */
export function storesAtRisk(flow: RunbookFlow, runbook: Runbook): readonly number[] {
  return runbook.stores.flatMap((store, place) => (flow.stores.includes(store.component) ? [place] : []))
}
