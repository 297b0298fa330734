import { inTurns } from '../instance.ts'
import type { Site } from '../site.ts'
import type { Operation } from './operation.ts'
import { drain, isolate, release, rotate, stopReplication, stopWriters, suspend } from './stores/access.ts'
import { ready, reProtect, scale, standBy, start, takeWrites } from './stores/copies.ts'
import { reconcile } from './stores/left.ts'
import { rebuild } from './stores/rebuilding.ts'
import { backUp, choosePoint, keepBackups, prove, restore, switchOver } from './stores/restoring.ts'

/** What can be done to a store, by the verb of the step. One server holds all stores, so one thing is done at a time. */
export const storeOperations: Readonly<Record<string, Operation>> = oneAtATime({
  start,
  'take-writes': takeWrites,
  scale,
  ready,
  drain,
  suspend,
  isolate,
  release,
  'choose-point': choosePoint,
  restore,
  prove,
  switch: switchOver,
  'back-up': backUp,
  'keep-backups': keepBackups,
  'stop-writers': stopWriters,
  'stop-replication': stopReplication,
  rotate,
  reconcile,
  're-protect': reProtect,
  rebuild,
  'stand-by': standBy,
})

function oneAtATime(operations: Readonly<Record<string, Operation>>): Readonly<Record<string, Operation>> {
  const turns = new WeakMap<Site, ReturnType<typeof inTurns>>()
  const turnOf = (site: Site) => {
    const known = turns.get(site) ?? inTurns()
    turns.set(site, known)
    return known
  }
  return Object.fromEntries(
    Object.entries(operations).map(([verb, act]) => [verb, (asked) => turnOf(asked.site)(() => act(asked))]),
  )
}
