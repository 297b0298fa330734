import type { Recipe } from '../draft.ts'
import { storeSteps } from './store.ts'

/** A storage account: it fails over whole, leaves the newest writes behind, and is not geo-redundant afterwards. */
export const objectStorage: Recipe = (id, component, course) => {
  const apart =
    component.data?.replication?.method === 'object-replication' ||
    component.data?.replication?.method === 'application'
  return storeSteps(id, component, course, {
    requires: apart ? ['storage'] : ['storage', 'arm-control-plane'],
    position: (there) =>
      apart
        ? `Read the replication state of the newest objects of ${id} in ${there}, and the time of the newest that has arrived.`
        : `Read the Last Sync Time of ${id}: everything that was written before it is in ${there}.`,
    takeOver: (there, planned) => ({
      how: apart
        ? `give the applications the account of ${id} in ${there} and the right to write to it, and end the rule that copies into it`
        : planned
          ? `start a planned failover of ${id}, which swaps the sides and loses nothing`
          : `start an unplanned failover of ${id}, with the loss up to the Last Sync Time accepted`,
      seen: apart
        ? 'an object that the application writes appears there'
        : `the account shows ${there} as its primary; both sides are closed meanwhile, as a rule for less than an hour`,
    }),
    alone: (there) =>
      `Let the applications in ${there} write to ${id} there alone, and keep a list of what they would have copied to the other side.`,
    restore: (there) =>
      `Restore the chosen backup of ${id} into a new account in ${there}, or into new containers, and never over objects that exist. Objects in an archive tier must be brought back first; see how long that takes.`,
    check: (there) =>
      `With the identity of the application, write an object to ${id} in ${there}, read it back and delete it. Ask for an old and a recent object by name. See that the name of the account leads to ${there}.`,
    settle: (there) =>
      apart
        ? `List the objects of ${id} in ${there} that are newer than the noted time or that the other side lacks.`
        : `After a failover of the account the former side is not kept. List from the applications' own records what was written after the Last Sync Time, and ask its sources for it again.`,
    again: (there) =>
      apart
        ? `Set the rule that copies ${id} into ${there}, let it copy what exists as well, and wait until nothing is pending.`
        : `See which redundancy ${id} has now; after an unplanned failover it is local only. Switch geo-redundancy on again, so that ${there} holds the copy, and wait until a Last Sync Time is shown.`,
    level: (there) =>
      apart
        ? `See that no object of ${id} is pending for ${there}.`
        : `See that ${id} is geo-redundant with ${there} as its other side, and that its Last Sync Time is newer than the last write.`,
    quiet: (there) =>
      `Take the right to write to ${id} in ${there} from the applications, and wait until no upload is under way.`,
  })
}
