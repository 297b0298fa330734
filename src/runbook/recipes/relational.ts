import type { Recipe } from '../draft.ts'
import { type Store, storeSteps } from './store.ts'

const shared = (id: string) =>
  ({
    requires: ['database'],
    check: (there) =>
      `With the account of the application, write a row into ${id} in ${there}, read it back and delete it. See that it is not read-only, that logins of the application work, and that no other server of the group takes writes.`,
    settle: (there) =>
      `Keep ${id} in ${there} closed to applications. Compare its newest entries with the time that was noted as the loss, and list every row that is newer there.`,
    quiet: (there) =>
      `Set the applications to read only, or take their right to write to ${id} in ${there}, and wait until no write is under way.`,
    alone: (there) =>
      `See that ${id} in ${there} takes writes and that no application still waits for an answer of the other server. Take that server out of the list of servers.`,
    restore: (there) =>
      `Restore the chosen backup of ${id} to a new server in ${there}, with the same version and size, and never over one that exists.`,
  }) as const satisfies Partial<Store>

/** An Azure SQL database in a failover group: the group moves, its address stays. */
export const azureSql: Recipe = (id, component, course) =>
  storeSteps(id, component, course, {
    ...shared(id),
    requires: ['database', 'arm-control-plane'],
    position: (there) =>
      `On the secondary of ${id} in ${there}, read the time of the last replicated commit (sys.dm_geo_replication_link_status, where it still answers, else the newest row of a table that is written all the time).`,
    takeOver: (there, planned) => ({
      how: planned
        ? `start a planned failover of the group of ${id} from its secondary server in ${there}, without data loss`
        : `start a forced failover of the group of ${id} from its secondary server in ${there}, with data loss allowed`,
      seen: `that server is shown as primary and the group's address leads to it (its record lives for 30 s)`,
    }),
    grow: (there) =>
      `If ${id} in ${there} is of a smaller size than the former primary, set it to the same tier and size, and wait until the change is complete; connections drop once at its end.`,
    level: (there) =>
      `Read the state of the link of the group: the database in ${there} is CATCH_UP and its lag is 0 s.`,
    again: (there) =>
      `See that the server in ${there} is the secondary of the group of ${id} and catches up; where the link is broken, take its old database away and add the database to the group anew. Seeding copies all data.`,
  })

/** A MySQL server with a read replica: the replica is made a server of its own, and cannot be made a replica again. */
export const mysql: Recipe = (id, component, course) =>
  storeSteps(id, component, course, {
    ...shared(id),
    position: (there) =>
      `On the replica of ${id} in ${there}, read SHOW REPLICA STATUS: the position up to which it has applied, and the time of the newest row of a table that is written all the time.`,
    takeOver: (there) => ({
      how: `stop replication of ${id} in ${there}, which makes the replica a server of its own for good, and give the applications its address`,
      seen: 'it no longer says read_only',
    }),
    grow: (there) =>
      `If ${id} in ${there} is smaller than the former primary, set it to the same size, and wait until it answers again.`,
    level: (there) => `Read SHOW REPLICA STATUS in ${there}: both threads run, and it is 0 s behind.`,
    again: (there) =>
      `Make a new read replica of ${id} in ${there}; an old server cannot be turned into one. Wait until it is 0 s behind, and then remove the old server.`,
  })

/**
 * What is particular to PostgreSQL where it has no standby that streams: it is restored, or every region takes writes and
 * gives them to the other one by logical replication.
 */
export const postgresStore = (id: string): Store => ({
  ...shared(id),
  requires: ['region-data-plane', 'database'],
  position: (there) => `Read pg_last_xact_replay_timestamp() of ${id} in ${there}.`,
  takeOver: (there) => ({ how: `promote ${id} in ${there}`, seen: 'pg_is_in_recovery() says false' }),
  alone: (there) =>
    `See that ${id} in ${there} takes writes. Disable its subscription to the other server, and drop the slot that keeps log for it, lest it fill the disk. Write down the position up to which the subscription has applied.`,
  level: (there) =>
    `Compare both servers: the subscription of ${id} in ${there} runs, pg_stat_subscription_stats counts no error and no conflict that nobody has looked at, and the number of rows and the newest row are the same.`,
  settle: (there) =>
    `Where the data of ${id} in ${there} can still be read, list every row that the other server lacks; where it cannot, write down that it is not known. Compare the keys that both have for what differs.`,
  again: (there) =>
    `Make ${id} in ${there} anew from a copy of the server that serves, and let each of them publish and subscribe to the other one's changes, without what came from itself (origin = none). Wait until both apply.`,
})
