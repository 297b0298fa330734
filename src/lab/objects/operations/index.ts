import { inTurns } from '../../instance.ts'
import type { Operation } from '../../operations/operation.ts'
import type { Site } from '../../site.ts'
import { reconcile, reProtect, stopReplication } from './copying.ts'
import { countLoss, drain, failOver, isolate, ready, verify } from './moving.ts'
import { choosePoint, keepBackups, prove, release, restore, rotate, stopWriters, switchOver } from './restoring.ts'

/** What can be done to an object storage, by the verb of the step; one thing at a time, for one account holds all. */
export const objectOperations: Readonly<Record<string, Operation>> = Object.fromEntries(
  Object.entries({
    'count-loss': countLoss,
    'fail-over': failOver,
    'switch-over': failOver,
    drain,
    ready,
    verify,
    isolate,
    reconcile,
    're-protect': reProtect,
    'stop-writers': stopWriters,
    'stop-replication': stopReplication,
    'keep-backups': keepBackups,
    'choose-point': choosePoint,
    restore,
    prove,
    rotate,
    switch: switchOver,
    release,
  } satisfies Record<string, Operation>).map(([verb, act]) => [verb, (asked) => turnOf(asked.site)(() => act(asked))]),
)

const turns = new WeakMap<Site, ReturnType<typeof inTurns>>()

function turnOf(site: Site): ReturnType<typeof inTurns> {
  const known = turns.get(site) ?? inTurns()
  turns.set(site, known)
  return known
}
