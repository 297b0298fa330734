import type { Plan } from '#plan'
import type { Runbook, RunbookFlow } from '#runbook'
import { keptEvery, toAnyMoment } from '../losses.ts'

/** What is supposed of the data of a flow; ids of stores. */
export interface Losing {
  /** Copies lag by their 99th percentile. */
  readonly lagging?: ReadonlySet<string>
  /** The fault comes just before the next backup, or before the next part of the log is sent. */
  readonly unbacked?: ReadonlySet<string>
  /** The copies are gone too, so that only a backup that outlives them is left; answers which stores have one. */
  readonly hasBackup?: (component: string) => boolean
}

/** How much of the newest data of a flow is lost, in seconds of writes. Infinity: all of it; undefined: nobody can say. */
export function lossOf(flow: RunbookFlow, runbook: Runbook, losing: Losing = {}): number | undefined {
  const { lagging, unbacked, hasBackup } = losing
  const all = runbook.stores.filter(({ component }) => flow.stores.includes(component))
  const losses = all.map((store): number | undefined => {
    const { component, restored, replication, lag } = store
    if (!hasBackup && restored !== true && replication !== 'none') {
      if (replication === 'sync') return 0
      if (!lag) return undefined
      return lagging?.has(component) ? Math.max(lag.p50, lag.p99) : lag.p50
    }
    if (hasBackup && !hasBackup(component)) return Infinity
    if (!hasBackup && toAnyMoment(store, runbook)) return 0
    const every = keptEvery(store)
    if (every === undefined) return hasBackup ? Infinity : undefined
    // The fault comes at any moment between two of them: half of the interval is the median.
    return unbacked?.has(component) ? every : every / 2
  })
  if (losses.includes(Infinity)) return Infinity
  return losses.includes(undefined) ? undefined : Math.max(0, ...(losses as number[]))
}

/** Whether a store has a backup that lies in neither of the two regions of a runbook, as far as the plan says. */
export function hasBackupBeside(component: string, { from, to }: Runbook, plan: Plan): boolean {
  const vault = plan.components[component]?.data?.backup?.vault
  return vault !== undefined && vault !== from && vault !== to
}
