import type { Runbook, RunbookFlow, RunbookStore } from '#runbook'
import { exp, log, normalQuantile } from './kernel/index.ts'
import { lognormal } from './lasting.ts'

/** The standard normal's 95 % and 99 % quantiles, divided. */
const z95overZ99 = 1.6448536269514722 / 2.3263478740408408

/** Seconds of writes, by a uniform number in (0, 1). */
export type Loss = (u: number) => number

/**
 * Whether what was sent before the fault still reaches the copy: the old side fails, and its line does not. Half of the
 * time nothing was waiting to be sent, which is a judgement; drills of the lab lost nothing, or up to the lag. A copy that
 * is no server gets what is shipped to it, so that what was not shipped yet is lost all the same.
 */
export function stillArrives({ fault, system = [] }: Runbook, { component }: RunbookStore): boolean {
  const isServer = system.some(({ id, strategy }) => id === component && strategy !== 'cold-standby')
  return isServer && (fault?.as === 'killed' || fault?.as === 'slow' || fault?.as === 'failed')
}

/** What a store loses at the fault; undefined where nobody can say. */
export function lossOf(store: RunbookStore, planned: boolean, arrives = false): Loss | undefined {
  // A planned switch drains the old side before it lets go of it.
  if (planned) return () => 0
  const { backupEvery } = store
  // The fault comes at any moment between two backups.
  if (isFromBackup(store)) return backupEvery === undefined ? undefined : (u) => u * backupEvery
  const lag = lagOf(store)
  return lag && arrives ? (u) => (u < 0.5 ? 0 : (2 * u - 1) * lag(u)) : lag
}

/** Whether what it had comes from its last backup: its copies have the fault too, or it has none and is backed up. */
export function isFromBackup({ restored, replication, backupEvery }: RunbookStore): boolean {
  return restored === true || (replication === 'none' && backupEvery !== undefined)
}

/** How far the copy of a store is behind at the fault; undefined where nobody can say. */
export function lagOf(store: RunbookStore): Loss | undefined {
  if (store.replication === 'sync') return () => 0
  if (store.replication === 'none' || !store.lag) return undefined
  const { p50, p99 } = store.lag
  // No lognormal has a median of 0; the worse of the two figures stands in.
  if (p50 === 0) return () => p99
  const p95 = p50 * exp(log(Math.max(p99 / p50, 1)) * z95overZ99)
  return (u) => lognormal(p50, p95, normalQuantile(u))
}

/** The places in `runbook.stores` of what the flow needs and the scenario touches. */
export function storesAtRisk(flow: RunbookFlow, runbook: Runbook): readonly number[] {
  return runbook.stores.flatMap((store, place) => (flow.stores.includes(store.component) ? [place] : []))
}

/** Those of them whose readers see messages twice, of which it is known for how long. */
export function storesReplayed(flow: RunbookFlow, runbook: Runbook): readonly number[] {
  return storesAtRisk(flow, runbook).filter((place) => {
    const store = runbook.stores[place]
    return store?.replays === true && !store.restored && lagOf(store) !== undefined
  })
}
