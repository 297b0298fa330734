import type { Recipe } from '../draft.ts'
import { storeSteps } from './store.ts'

/** A Cosmos DB account: with one write region its failover priorities move; with several, the lost one is left out. */
export const cosmosDb: Recipe = (id, component, course) =>
  storeSteps(id, component, course, {
    requires: ['database', 'arm-control-plane'],
    position: (there) =>
      `Read the newest _ts of a container of ${id} that is written all the time, from ${there}. With strong consistency nothing is missing; with bounded staleness not more than its bound.`,
    takeOver: (there, planned) => ({
      how: planned
        ? `change the failover priorities of ${id} so that ${there} has priority 0, with every region listed once`
        : `take the failed write region of ${id} offline, which makes ${there} the write region`,
      seen: `the account shows ${there} as its write region`,
    }),
    alone: (there) =>
      `Take the failed region of ${id} offline, so that no client waits for it. See that clients in ${there} name it as their first region and that their writes succeed.`,
    grow: (there) =>
      `Raise the throughput of the busy containers of ${id}, or the limit of its autoscale, until ${there} carries the load of both and no request is refused with 429.`,
    restore: (there) =>
      `Restore ${id} from its continuous or periodic backup to a new account with ${there} as its region. Where the backup is periodic, this goes through the provider's support: open the ticket first.`,
    check: (there) =>
      `From ${there}, write an item into ${id}, read it back with the consistency that the plan names, and delete it. See in the diagnostics that ${there} answered, and that no request is refused with 429.`,
    settle: (there) =>
      `Read the conflict feed of ${id}, where it has one. Compare items of ${there} that are newer than the noted time with the other side, and list what differs.`,
    again: (there) =>
      `Bring ${there} online as a region of ${id} again, and wait until its writes are copied: read in ${there} an item that was written on the other side a minute ago.`,
    level: (there) =>
      `See that ${there} is online in ${id}, and that an item that was written on the other side is read from it within the usual lag.`,
    quiet: (there) =>
      `Set the applications that write to ${id} in ${there} to read only, and wait until no write is under way.`,
  })
