import type { Component, Plan } from '#plan'
import { manualStep } from '../draft.ts'
import type { Step } from '../model.ts'
import { inTurn, readiness } from '../recipes/by-hand.ts'
import type { InPlace } from './in-place.ts'

/** Stops what would spread the fault, add to it, or throw away what is needed to undo it. */
export function stopped(plan: Plan, { id, hand, home, keeps }: InPlace): readonly Step[] {
  const component = plan.components[id] as Component
  const { data, active = [], standby = [] } = component
  const elsewhere = [...new Set([...active, ...standby])].filter((region) => region !== home)
  const copied = keeps && elsewhere.length > 0 && isCopied(component)
  return [
    hand(keeps ? 'stop-writers' : 'stop', home, {
      title: keeps ? `Stop everything that writes to ${id}` : `Stop ${id}`,
      objective: 'It does not get worse, and nobody goes on with what is wrong',
      phase: 'contain',
      requires: ['region-data-plane'],
      instruction: keeps
        ? `Take the right to write to ${id} from all applications, jobs and people, in every region. Take the right to read as well where wrong data does harm. See that no write is under way. Change and delete nothing: it is looked into later.`
        : `Take ${id} out of traffic in every region and stop it. Delete nothing: its disks and logs are looked into later.`,
    }),
    ...(copied
      ? [
          hand('stop-replication', home, {
            title: `Stop the copying of ${id} from ${home}`,
            objective: 'A copy that is still sound stays so',
            phase: 'contain',
            requires: ['region-data-plane'],
            instruction: `Halt the copying of ${id} to ${elsewhere.join(', ')}, and with it whatever would fail over by itself. Write down up to when each copy has followed: one that lags may hold what was right.`,
          }),
        ]
      : []),
    ...(data?.backup === undefined
      ? []
      : [
          hand('keep-backups', home, {
            title: `Keep the backups of ${id} from being deleted`,
            objective: 'The backup that is needed does not expire while it is looked for',
            phase: 'contain',
            requires: ['backup-vault'],
            instruction: `Stop the expiry of the backups of ${id}, and new backups as well: they would hold the fault. Take the right to delete them from everybody but ${data.backup.controlledBy ?? 'one person who does not run it'}.`,
          }),
        ]),
  ]
}

/** Whether a copy follows by itself; what is only backed up, or is started cold, has none. */
function isCopied(component: Component): boolean {
  const mode = component.data?.replication?.mode
  if (mode !== undefined) return mode !== 'none'
  const kind = readiness(component)
  return kind !== 'backup-restore' && kind !== 'cold-standby'
}

/** What was written after the point is found elsewhere, one step for each entry of the plan, or one by its owner. */
export function lostSince(plan: Plan, { id, hand, home }: InPlace): readonly Step[] {
  const entries = (plan.postRecovery?.reconcile ?? []).filter(({ of }) => of === id)
  const kept = `List what was written to ${id} after the chosen point: from logs, from the systems that sent it, and from the old data that was kept apart.`
  const own = plan.components[id]?.operations?.includes('reconcile') === true
  const listed = [
    hand('reconcile', home, {
      title: `Settle what ${id} lost after the point`,
      objective: 'Everything that was lost has a name, and somebody has said what becomes of it',
      phase: 'reconcile',
      requires: ['region-data-plane'],
      modes: ['forced'],
      instruction: `${kept} Say of each entry whether it is sound. Enter those again, and tell the owner of the data which are lost for good.`,
    }),
  ]
  if (entries.length === 0) return listed
  const settled = entries.map(({ owner, compares, takes }, index) =>
    manualStep({
      id: index === 0 && !own ? `reconcile.${id}@${home}` : `reconcile.${id}@${home}.${index + (own ? 2 : 1)}`,
      title: `Settle what ${id} lost after the point`,
      objective: 'Everything that was lost has a name, and somebody has said what becomes of it',
      phase: 'reconcile',
      owner,
      component: id,
      region: home,
      requires: ['region-data-plane'],
      modes: ['forced'],
      instruction: `${kept} Compare: ${compares}. Write down the totals of both, and open an item for each difference with who settles it. Enter again what is sound.`,
      ...(takes === undefined ? {} : { expected: takes }),
    }),
  )
  return own ? inTurn([...listed, ...settled]) : settled
}
