import { type Recipe, actionStep, undoneBy } from '../draft.ts'
import { restoredPostgres } from './relational.ts'

/**
 * PostgreSQL with a streaming standby. Failover promotes the standby and never asks the old primary; failback first
 * drains the primary, so that nothing is lost. Both end with the other side rebuilt as the new standby. Where there is
 * no standby, it is restored by hand.
 */
export const postgres: Recipe = (id, component, course) => {
  // Without a standby there is nothing to promote.
  if (component.strategy === 'backup-restore' && (component.standby ?? []).length === 0)
    return restoredPostgres(id, component, course)
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
    recover: [
      actionStep({
        id: `promote.${id}@${to}`,
        title: `Make ${id} in ${to} the primary`,
        objective: 'The surviving copy accepts writes',
        phase: 'recover',
        owner,
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
      }),
    ],
    verify: [
      actionStep({
        id: `verify.${id}@${to}`,
        title: `Write to ${id} in ${to} and read back`,
        objective: 'The data can be written and read before customers come',
        phase: 'verify',
        owner,
        component: id,
        region: to,
        use: 'postgres.verify',
        with: { component: id, region: to },
      }),
    ],
    route: [],
    reProtect: [
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
    ],
  }
}
