import { ask, type ComponentType, ours } from './component-type.ts'

/** What other people run, by the word that a plan uses. */
export const othersTypes = {
  'third-party': {
    title: "Another company's service",
    holdsData: false,
    scope: 'external',
    requires: ['inter-region-network'],
    providerRecovers: 'Whatever its contract says, at its own pace',
    customerRecovers: 'Asks for its recovery times, keeps a contact, and decides what the flow does without it',
    triggeredBy: 'others',
    supportsAutomaticFailover: false,
    slaExcludes: 'Whatever its contract leaves out; a plan says so under contract.excludes',
    slaConfirmed: true,
    asks: [
      ask.owner,
      { key: 'contract.provider', says: 'Whose service it is' },
      { key: 'contract.rto', says: 'How fast its provider promises to recover it' },
      { key: 'contract.rpo', says: 'How much of the newest data its provider may lose' },
      { key: 'contract.excludes', says: 'What its SLA leaves out' },
      { key: 'contract.phone', says: 'Where its provider is reached when everything else is down' },
    ],
    ...ours,
  },
  workload: {
    title: 'Another workload of the portfolio',
    holdsData: false,
    scope: 'external',
    requires: ['inter-region-network'],
    providerRecovers: 'Nothing; the team that runs it has a plan of its own',
    customerRecovers: 'Agrees with that team what it promises, and in which order the two workloads are recovered',
    triggeredBy: 'others',
    supportsAutomaticFailover: false,
    slaExcludes: 'It has no SLA; what counts is what its own plan promises',
    slaConfirmed: true,
    asks: [
      ask.owner,
      { key: 'workload', says: 'The workload of the portfolio that provides it' },
      { key: 'flow', says: 'The flow of that workload that is used' },
    ],
    ...ours,
  },
} as const satisfies Readonly<Record<string, ComponentType>>
