import type { Component } from '#plan'
import { actionStep, type Contribution, type Course, type Recipe, undoneBy } from '../draft.ts'
import type { Step } from '../model.ts'
import { byHand, inTurn, readiness } from './by-hand.ts'
import { postgresStore } from './relational.ts'
import { storeSteps } from './store.ts'

/**
 * PostgreSQL, by its strategy. With a streaming standby failover promotes it and never asks the old primary, and failback
 * first drains the primary, so that nothing is lost; both end with the other side rebuilt as the new standby. A shipped
 * copy is started before it is promoted. Where every region takes writes, the one that is left carries all of them. Where
 * there is no copy, it is restored from a backup.
 */
export const postgres: Recipe = (id, component, course) => {
  const store = postgresStore(id)
  // Without a copy there is nothing to promote.
  if (isRestored(component)) {
    const steps = storeSteps(id, component, course, store)
    return {
      ...steps,
      verify: [verified(id, component, course)],
      reProtect: [...steps.reProtect, ...listed(id, component, course)],
    }
  }
  if (readiness(component) === 'active-active' && component.data?.writes === 'every-region') {
    const steps = storeSteps(id, component, course, store)
    const owned = (step: Step): Step => (step.phase === 'reconcile' ? forOwner(step, id, course) : step)
    return { ...steps, verify: [verified(id, component, course)], reProtect: steps.reProtect.map(owned) }
  }
  return isShipped(component) ? shipped(id, component, course) : streamed(id, component, course)
}

function isRestored({ strategy, standby = [], operations = [] }: Component): boolean {
  return strategy === 'backup-restore' && (standby.length === 0 || operations.includes('restore'))
}

/** Whether the copy is no server until it is started: files that were shipped, as the plan says in one way or another. */
function isShipped({ strategy, variant, data, operations = [] }: Component): boolean {
  if (strategy !== 'cold-standby' || variant === 'pilot-light') return false
  return data?.replication?.method === 'log-shipping' || operations.includes('start')
}

function streamed(id: string, component: Component, course: Course): Contribution {
  const { direction, from, to, lead } = course
  const owner = component.owner ?? lead
  const planned = direction === 'failback'
  return {
    ready: planned
      ? [
          actionStep({
            id: `ready.${id}@${to}`,
            title: `${id} in ${to} has everything that ${from} has`,
            objective: 'A planned switch starts only from a standby that streams and lags by nothing',
            phase: 'detect',
            owner,
            component: id,
            region: to,
            use: 'postgres.caught-up',
            with: { component: id, region: to, source: from },
          }),
        ]
      : [],
    contain: planned
      ? [
          actionStep({
            id: `drain.${id}@${from}`,
            title: `Stop writes to ${id} in ${from} and let ${to} catch up`,
            objective: 'The standby holds every acknowledged write before it is promoted',
            phase: 'contain',
            owner,
            component: id,
            region: from,
            use: 'postgres.drain',
            with: { component: id, region: from, standby: to },
            undo: undoneBy(`Let ${id} in ${from} take writes again`, 'postgres.reopen', {
              component: id,
              region: from,
            }),
          }),
        ]
      : [],
    recover: [promoted(id, component, course)],
    verify: [verified(id, component, course)],
    route: [],
    reProtect: inTurn([
      ...listed(id, component, course),
      actionStep({
        id: `re-protect.${id}@${from}`,
        title: `Rebuild ${id} in ${from} as the standby of ${to}`,
        objective: 'The next loss finds a second copy again',
        phase: 're-protect',
        owner,
        component: id,
        region: from,
        use: 'postgres.rebuild-standby',
        with: { component: id, region: from, source: to },
      }),
    ]),
  }
}

/** A copy of files and log that lies ready: it is started, replays what has arrived, and is promoted then. */
function shipped(id: string, component: Component, course: Course): Contribution {
  const hand = byHand(id, component, course)
  const { direction, from, to } = course
  const planned = direction === 'failback'
  const start = hand('start', to, {
    title: `Start the copy of ${id} in ${to}`,
    objective: 'All that was shipped is in it before it takes writes',
    phase: 'recover',
    requires: ['region-data-plane', 'database', 'storage', 'create-or-scale-compute'],
    instruction: `Start ${id} in ${to} from the copy that lies there, as a standby that reads the shipped log, and wait until it has replayed all of it. Write down the time of the newest entry.`,
  })
  return {
    ready: planned
      ? [
          hand('ready', to, {
            title: `The copy of ${id} in ${to} is whole`,
            objective: 'A planned switch starts only when nothing would be lost by it',
            phase: 'detect',
            requires: ['region-data-plane', 'storage'],
            instruction: `See that the base copy of ${id} lies in ${to}, that the log after it has come without a gap, and how old its newest part is.`,
          }),
        ]
      : [],
    contain: planned
      ? [
          hand('drain', from, {
            title: `Stop writes to ${id} in ${from} and ship the rest of its log to ${to}`,
            objective: 'The copy holds every acknowledged write before it is started',
            phase: 'contain',
            requires: ['region-data-plane', 'database', 'storage', 'inter-region-network'],
            instruction: `Set ${id} in ${from} to read only and end open writes. Then switch to a new segment of its log, and wait until the last one has arrived in ${to}.`,
          }),
        ]
      : [],
    recover: inTurn([start, promoted(id, component, course)]),
    verify: [verified(id, component, course)],
    route: [],
    reProtect: inTurn([
      ...listed(id, component, course),
      hand('re-protect', from, {
        title: `Make ${id} in ${from} the copy of ${to}`,
        objective: 'The next loss finds a second copy again',
        phase: 're-protect',
        requires: ['region-data-plane', 'database', 'storage', 'inter-region-network'],
        instruction: `Stop ${id} in ${from}. Take a base copy of ${id} in ${to} to ${from}, have the log shipped there from now on, and see its first part arrive.`,
      }),
    ]),
  }
}

/**
 * What the side that was left had alone, listed by its management where it can: whatever comes next overwrites the only
 * place where that is. Who owns the data answers for it.
 */
function listed(id: string, component: Component, course: Course): readonly Step[] {
  const { direction, from, to } = course
  if (direction === 'failback' || from === to || component.operations?.includes('reconcile') !== true) return []
  const step = byHand(id, component, course)('reconcile', from, {
    title: `List what ${id} in ${from} still has and ${to} lacks`,
    objective: 'Nothing is overwritten that is nowhere else, and everything lost has a name',
    phase: 'reconcile',
    requires: ['region-data-plane', 'database'],
    // A planned switch leaves nothing behind.
    modes: ['forced'],
    instruction: `Let nobody write to ${id} in ${from}. Copy its data directory, start a server on the copy that changes nothing (default_transaction_read_only) and that only you can reach, and list every key that ${to} lacks or has with another content. Stop that server and remove the copy. Hand the list to the owner of the data, and go on only once it is kept somewhere else.`,
  })
  return [forOwner(step, id, course)]
}

/** The step for whoever settles what is found, where the plan says who that is. */
function forOwner(step: Step, id: string, { plan }: Course): Step {
  const owner = plan.postRecovery?.reconcile?.find(({ of }) => of === id)?.owner
  return owner === undefined ? step : { ...step, owner }
}

function promoted(id: string, component: Component, { to, lead }: Course): Step {
  return actionStep({
    id: `promote.${id}@${to}`,
    title: `Make ${id} in ${to} the primary`,
    objective: 'The surviving copy accepts writes',
    phase: 'recover',
    owner: component.owner ?? lead,
    component: id,
    region: to,
    use: 'postgres.promote',
    with: { component: id, region: to },
    before: [
      {
        title: `What answers as ${id} in ${to} is its standby`,
        use: 'postgres.identity',
        with: { component: id, region: to, role: 'standby' },
      },
    ],
    irreversible: true,
  })
}

function verified(id: string, component: Component, { to, lead }: Course): Step {
  return actionStep({
    id: `verify.${id}@${to}`,
    title: `Write to ${id} in ${to} and read back`,
    objective: 'The data can be written and read before customers come',
    phase: 'verify',
    owner: component.owner ?? lead,
    component: id,
    region: to,
    use: 'postgres.verify',
    with: { component: id, region: to },
  })
}
