import { Failure } from '#diagnostics'
import { type Clock, type Force, type Lease, openSession, type Session, type Store } from '#execution'
import type { Runbook } from '#runbook'
import { type First, firstOf } from './runs.ts'

/** Holds a target for a plan, so that two who start different runs of it do not both go on. */
export type Gate = (store: Store, runbook: Runbook, target: string, run?: string, force?: Force) => Promise<Session>

/**
 * The gate of this process.
 * @returns a function that holds the target until its session is closed; its `run` is the one that is to be driven there.
 * It throws Failure `busy`, told by the run that is driven there
 */
export function gateOf(clock: Clock): Gate {
  return async (store, runbook, target, run, force) => {
    const gate = `on-${target}-${runbook.plan.name}`.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 100)
    // Force is meant for whoever drives this run, and for nobody who drives another.
    const other = force && (await drivenThere(store, runbook, target, run))
    if (other) throw other
    try {
      return await openSession(store, gate, clock, () => {}, force)
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== 'busy') throw error
      throw (await drivenThere(store, runbook, target)) ?? error
    }
  }
}

/** Who drives a run of the plan on a target, told to whoever would like to; undefined where nobody does. */
async function drivenThere(
  store: Store,
  { plan }: Runbook,
  target: string,
  except?: string,
): Promise<Failure | undefined> {
  for (const { run } of await store.runs()) {
    const lease = run === except ? undefined : await store.lease(run)
    const first = lease && firstOf(await store.read(run))
    if (!lease || first?.target !== target || first.runbook.plan.name !== plan.name) continue
    const { host, pid } = lease.holder
    return new Failure(
      'busy',
      `${plan.name} on ${target} is being driven already: run ${run}, by process ${pid} on ${host} since ${lease.since}. ` +
        `Nothing was done here. Follow it:\n  muster run show ${run}${staysOpen(first) ? stopping(lease) : ''}`,
    )
  }
  return undefined
}

/** Whether it is a drill that is left where it stands when its process is stopped; a lab and copies end with theirs. */
function staysOpen({ kind, subject, runbook }: First): boolean {
  return kind === 'drill' && subject !== 'lab' && runbook.mode !== 'test'
}

/** How a drill makes way for something real: whoever holds it ends it, and nothing it has moved is moved back by that. */
function stopping({ holder: { host, pid } }: Lease): string {
  return (
    `\nIt is a drill. Where something real has to come first, stop it on ${host} with Ctrl-C, or from another terminal there:\n  kill ${pid}\n` +
    'It stays open: what it has moved stays moved, and its markers stay. Then make a new dry run, which sees how everything stands.'
  )
}
