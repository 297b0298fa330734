import type { Runbook, RunbookFlow, RunbookStore } from '#runbook'
import { exp, log, normalQuantile } from './kernel/index.ts'
import { lognormal } from './lasting.ts'
import { isPlanned } from './switching.ts'

/** The standard normal's 95 % and 99 % quantiles, divided. */
const z95overZ99 = 1.6448536269514722 / 2.3263478740408408

/** Seconds of writes, by a uniform number in (0, 1). */
export type Loss = (u: number) => number

/**
 * What a store loses at the fault; undefined where nobody can say.
 *
 * Nothing where a switch is planned, for the old side is drained first, and where only the line is cut, for both sides
 * keep what they have. What is restored loses what was written since its last backup, or, where its log is kept, only
 * what of the log was not sent yet; data that somebody made wrong lose nothing from before, for their log goes on to that
 * very moment, but what other regions wrote and had not arrived. A copy loses what it is behind by.
 */
export function lossOf(store: RunbookStore, runbook: Runbook): Loss | undefined {
  if (isPlanned(runbook) || runbook.scenario.class === 'partition') return () => 0
  const { othersLag } = store
  if (isFromBackup(store)) {
    if (toAnyMoment(store, runbook)) {
      // Until the first wrong write, which comes some time after the fault, what others wrote goes on arriving.
      return othersLag ? partOf(lognormalLag(othersLag)) : () => 0
    }
    const every = keptEvery(store)
    if (every === undefined) return undefined
    // The fault comes at any moment between two of them, and a side that is only slow may send what was due all the same.
    return runbook.fault?.as === 'slow' ? partOf(() => every) : (u) => u * every
  }
  const lag = lagOf(store)
  if (!lag || !stillArrives(store, runbook)) return lag
  const usual = lag(0.5)
  return (u) => Math.max(0, lag(u) - usual)
}

/** Nothing in half of the cases, which is a judgement, and any part of it in the others. */
function partOf(whole: Loss): Loss {
  return (u) => Math.max(0, 2 * u - 1) * whole(u)
}

/** How often something of a store is put where a lost region does not take it along; undefined where nobody says. */
export function keptEvery({ backupEvery, logEvery }: RunbookStore): number | undefined {
  return backupEvery === undefined || logEvery === undefined
    ? (logEvery ?? backupEvery)
    : Math.min(backupEvery, logEvery)
}

/** Whether what it had comes from its last backup: its copies have the fault too, or it has none and is backed up. */
export function isFromBackup({ restored, replication, backupEvery }: RunbookStore): boolean {
  return restored === true || (replication === 'none' && backupEvery !== undefined)
}

/** Whether it is restored as it was just before the fault: its log is kept, and the side that writes it lives. */
export function toAnyMoment(store: RunbookStore, { scenario }: Runbook): boolean {
  return scenario.class === 'corruption' && store.restored === true && store.logEvery !== undefined
}

/**
 * Whether what was sent before the fault still reaches the copy: the old side fails, and its line does not. Then a copy
 * loses only what its lag exceeds the usual by, for that waits to be sent and the rest is under way. A copy that is no
 * server, or to which the log is shipped, loses what was not shipped yet all the same.
 */
export function stillArrives({ component, shipped }: RunbookStore, { fault, system = [] }: Runbook): boolean {
  const isServer = system.some(({ id, strategy }) => id === component && strategy !== 'cold-standby')
  return isServer && shipped !== true && (fault?.as === 'killed' || fault?.as === 'slow' || fault?.as === 'failed')
}

/** How far the copy of a store is behind at the fault; undefined where nobody can say. */
export function lagOf(store: RunbookStore): Loss | undefined {
  if (store.replication === 'sync') return () => 0
  if (store.replication === 'none' || !store.lag) return undefined
  const { p50, p99 } = store.lag
  // What is shipped now and then falls behind evenly until it is, so that every lag is as likely as the next.
  if (store.shipped) return (u) => Math.max(0, p50 + ((u - 0.5) / 0.49) * Math.max(0, p99 - p50))
  return lognormalLag(store.lag)
}

function lognormalLag({ p50, p99 }: NonNullable<RunbookStore['lag']>): Loss {
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
