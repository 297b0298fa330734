import { ask, type ComponentType, leavesOut, read } from './component-type.ts'

/** Queues and streams, by the word that a plan uses. */
export const messageTypes = {
  queue: {
    title: 'Message queue',
    holdsData: true,
    scope: 'regional',
    requires: ['messaging', 'arm-control-plane'],
    providerRecovers:
      'Replicates settings, and messages too where that was set up, but promotes no namespace by itself',
    customerRecovers:
      'Promotes the other namespace, and settles messages in flight, dead letters and messages seen twice',
    triggeredBy: 'customer',
    supportsAutomaticFailover: false,
    ...leavesOut('Taking and giving messages in one region is promised; their copy in another region is not'),
    asks: [
      ask.strategy,
      ask.active,
      ask.standby,
      ask.covers,
      ask.trigger,
      { key: 'data.inFlight', says: 'What happens to messages that were under way' },
      { key: 'data.deadLetters', says: 'What happens to messages that could not be delivered' },
    ],
    ...read('Reliability in Azure Service Bus'),
  },
  stream: {
    title: 'Event stream',
    holdsData: true,
    scope: 'regional',
    requires: ['messaging', 'arm-control-plane'],
    providerRecovers:
      'Copies settings to the paired namespace, and events too where geo-replication was set up, but moves nothing by itself',
    customerRecovers:
      'Starts the move, which without geo-replication happens once and leaves the events behind, and sets readers to where they go on',
    triggeredBy: 'customer',
    supportsAutomaticFailover: false,
    ...leavesOut('Taking and giving events in one region is promised; their copy in another region is not'),
    asks: [
      ask.strategy,
      ask.active,
      ask.standby,
      ask.covers,
      ask.trigger,
      { key: 'data.offsets', says: 'Where a reader goes on in the other region' },
      { key: 'data.inFlight', says: 'What happens to events that were under way' },
    ],
    ...read('Reliability in Azure Event Hubs'),
  },
} as const satisfies Readonly<Record<string, ComponentType>>
