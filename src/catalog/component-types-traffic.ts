import { ask, type ComponentType, leavesOut, read, recalled } from './component-type.ts'

/** What leads customers to a region, by the word that a plan uses. */
export const trafficTypes = {
  'traffic-manager': {
    title: 'Traffic routing by DNS',
    holdsData: false,
    scope: 'global',
    requires: ['public-dns'],
    providerRecovers:
      'Keeps answering names through the loss of any region, and leaves out endpoints that fail their probes',
    customerRecovers: 'Sets probes, priorities and a short time to live beforehand, and knows who may override them',
    triggeredBy: 'automatic',
    supportsAutomaticFailover: true,
    ...leavesOut('Only the answer to a query is promised; answers that others have cached, and endpoints, are not'),
    asks: [
      { key: 'routing.method', says: 'How it chooses between regions' },
      { key: 'routing.probe', says: 'The probe that takes an endpoint out' },
      { key: 'routing.probed', says: 'Whether every endpoint is probed' },
      { key: 'routing.automatic', says: 'Whether traffic moves by itself once a probe fails' },
      { key: 'routing.ttl', says: 'How long an answer is kept by those who asked' },
    ],
    ...read('Reliability in Azure Traffic Manager'),
  },
  'front-door': {
    title: 'Global edge',
    holdsData: false,
    scope: 'global',
    requires: ['edge-data-plane'],
    providerRecovers: 'Keeps the edge running, and may block changes to it for hours while it recovers',
    customerRecovers: 'Keeps a second way to its origins, made beforehand, for the day the edge itself is down',
    triggeredBy: 'automatic',
    supportsAutomaticFailover: true,
    ...leavesOut('Errors that come from an origin do not count, and neither do changes to its settings'),
    asks: [
      { key: 'routing.method', says: 'How it chooses between origins' },
      { key: 'routing.probe', says: 'The probe that takes an origin out' },
      { key: 'routing.probed', says: 'Whether every origin is probed' },
      { key: 'routing.automatic', says: 'Whether traffic moves by itself once a probe fails' },
    ],
    ...recalled('Reliability in Azure Front Door; incident review YKYN-BWZ'),
  },
  dns: {
    title: 'DNS zone',
    holdsData: false,
    scope: 'global',
    requires: ['public-dns', 'arm-control-plane'],
    providerRecovers: 'Keeps answering queries from all its sites, which lie outside the lost region',
    customerRecovers:
      'Makes records beforehand with a short time to live, and changes them where nothing does so by itself',
    triggeredBy: 'customer',
    supportsAutomaticFailover: false,
    ...leavesOut(
      'Only the answer to a query is promised; changes to records, and answers that others have cached, are not',
    ),
    asks: [ask.owner, { key: 'routing.ttl', says: 'How long an answer is kept by those who asked' }],
    ...read('Reliability in Azure DNS'),
  },
} as const satisfies Readonly<Record<string, ComponentType>>
