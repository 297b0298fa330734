import type { Recipe } from '../draft.ts'
import type { Hand } from './by-hand.ts'
import { storeSteps } from './store.ts'

const said = (label: string, text: string | undefined): string => (text === undefined ? '' : ` ${label}: ${text}.`)

/** A queue: the other namespace is promoted, and what was under way is settled before senders are let in. */
export const queue: Recipe = (id, component, course) => {
  const settings = component.data?.replication?.covers !== 'data'
  return storeSteps(id, component, course, {
    requires: ['messaging', 'arm-control-plane'],
    position: (there) =>
      settings
        ? `The messages of ${id} were not copied: ${there} has its settings only. Count from the senders' own records what was sent and not yet acknowledged by a reader.`
        : `Read the replication lag of ${id} in ${there}, and the time up to which messages have arrived.`,
    takeOver: (there, planned) => ({
      how: settings
        ? `promote the namespace of ${id} in ${there} by its alias, which ends the pairing`
        : planned
          ? `promote ${there} for ${id} as a planned promotion, which waits until everything is copied`
          : `promote ${there} for ${id} by force, with what has not been copied given up`,
      seen: `the name that applications use leads to ${there}`,
    }),
    alone: (there) => `Let senders in ${there} use the queue ${id} there alone, and see that their messages are taken.`,
    more: (hand: Hand, there) => [
      hand('settle', there, {
        title: `Settle what was under way in ${id}`,
        objective: 'No message is lost without a name, and none is worked on twice with harm',
        phase: 'recover',
        requires: ['messaging'],
        instruction: `Let senders send again what was not acknowledged, with the same message id, so that duplicates are dropped. See that readers do a message that comes twice only once.${said('Under way', component.data?.inFlight)}`,
      }),
      hand('dead-letters', there, {
        title: `Look through the dead letters of ${id}`,
        objective: 'What could not be delivered during the trouble is sent again or given up by name',
        phase: 'recover',
        requires: ['messaging'],
        instruction: `Count the dead letters of ${id} in ${there} and look at the reason of the newest. Send again those that failed because of the trouble.${said('Dead letters', component.data?.deadLetters)}`,
      }),
    ],
    restore: (there) =>
      `Messages are not backed up. Make ${id} in ${there} from its code, with the same queues, rules and rights.`,
    check: (there) =>
      `Send a test message to ${id} in ${there} with the identity of a sender, receive it with that of a reader, and settle it. See that the number of waiting messages goes down.`,
    settle: (there) =>
      `Keep readers away from ${id} in ${there}. Take out what is still in it, dead letters as well, and list each message with whether it was done on the other side.`,
    again: (there) =>
      `Empty ${id} in ${there}, pair it anew as the other side, and wait until queues, rules and rights are shown there${settings ? '' : ' and the lag is 0 s'}.`,
    level: (there) =>
      settings
        ? `See that the settings of ${id} are the same in ${there}, and that readers have nearly emptied the side that serves.`
        : `See that the replication lag of ${id} to ${there} is 0 s.`,
    quiet: (there) =>
      `Stop the senders of ${id} in ${there}, and let the readers empty it; write down how many messages remain.`,
  })
}

/** A stream: after the move every reader must be told where it goes on, for positions differ between the sides. */
export const stream: Recipe = (id, component, course) => {
  const settings = component.data?.replication?.covers !== 'data'
  return storeSteps(id, component, course, {
    requires: ['messaging', 'arm-control-plane'],
    position: (there) =>
      settings
        ? `The events of ${id} were not copied: ${there} has its settings only. Read from the checkpoints, if they can be reached, up to which event each reader has come.`
        : `Read the replication lag of ${id} in ${there} per partition, and the time of the newest event that has arrived.`,
    takeOver: (there, planned) => ({
      how: settings
        ? `start the failover of the alias of ${id} to ${there}, which happens once and ends the pairing`
        : planned
          ? `promote ${there} for ${id} as a planned promotion, which waits until everything is copied`
          : `promote ${there} for ${id} by force, with what has not been copied given up`,
      seen: `the name that applications use leads to ${there}`,
    }),
    alone: (there) => `Let writers in ${there} send to ${id} there alone, and see that their events are taken.`,
    more: (hand: Hand, there) => [
      hand('set-offsets', there, {
        title: `Tell every reader of ${id} where it goes on`,
        objective: 'No reader skips events, and those that come twice do no harm',
        phase: 'recover',
        requires: ['messaging', 'storage'],
        instruction: `For each group of readers of ${id}, set the start in ${there} by time, a little before the noted time, and not by the number of an event: numbers differ between the sides. Write down the start of each group.${said('Readers', component.data?.offsets)}`,
      }),
      hand('settle', there, {
        title: `Let writers of ${id} send again what was not taken`,
        objective: 'What was sent during the trouble arrives, once or harmlessly twice',
        phase: 'recover',
        requires: ['messaging'],
        instruction: `Let each writer of ${id} go back to its last acknowledged event and send on from there.${said('Under way', component.data?.inFlight)}`,
      }),
    ],
    restore: (there) =>
      `Make ${id} in ${there} from its code, with the same partitions, groups of readers and rights. Where events were captured to storage, replay them from the noted time.`,
    check: (there) =>
      `Send a test event to ${id} in ${there}, and see each group of readers pass it. See that the distance between the newest event and each reader becomes smaller.`,
    settle: (there) =>
      `Keep readers away from ${id} in ${there}. Read the events that are newer than the noted time into a file, and list which of them the other side lacks.`,
    again: (there) =>
      `Pair ${id} in ${there} anew as the other side, and wait until its settings are shown there${settings ? '' : ' and the lag is 0 s'}.`,
    level: (there) =>
      settings
        ? `See that the settings of ${id} are the same in ${there}, and that every reader has come to the end of the side that serves.`
        : `See that the replication lag of ${id} to ${there} is 0 s in every partition.`,
    quiet: (there) =>
      `Stop the writers of ${id} in ${there}, and let every reader come to its end; write down the time of the last event.`,
  })
}
