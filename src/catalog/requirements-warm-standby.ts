import { communicationRow, ofRows, securityRow } from './requirements-row.ts'

/** What a plan with warm standbys is asked for. */
export const warmStandby = ofRows('warm-standby', [
  {
    id: 'regions',
    action: 'Prepare a first and a second region',
    configuration: [
      'The first region carries the whole workload at full size.',
      'The second region runs the least that can serve.',
      'What is slow to create is already there in the second region.',
    ],
    validation: [
      'The second region is inspected and could take over.',
      'The small footprint is started and timed.',
      'What the workload depends on answers in both regions.',
    ],
  },
  {
    id: 'traffic',
    action: 'Send traffic by order of preference',
    configuration: [
      'A global entry sends requests to the first region in an order of preference.',
      'On an ordinary day the first region serves everybody.',
      'The second region serves nobody until a failover.',
    ],
    validation: [
      'Traffic is seen to move to the standby.',
      'The order of preference is read back from the entry and found right.',
      'It is measured how long old answers of DNS stay in use.',
    ],
  },
  {
    id: 'scaling',
    action: 'Let the second region grow by itself',
    configuration: [
      'Rules enlarge the compute of the second region after a failover.',
      'The load at which it grows is set, and so are the least and the most.',
      'Services that need one another start in a known order.',
    ],
    validation: [
      'Growth is watched in a drill.',
      'Starting up fits into the RTO.',
      'As much as is needed can in fact be had when it is needed.',
    ],
  },
  {
    id: 'replication',
    action: 'Keep copying data to the second region',
    configuration: [
      'Every store that matters is copied to another region.',
      'An alert tells when a copy falls behind.',
      'There is a way to find out whether both copies agree.',
    ],
    validation: [
      'What a failover loses is measured and held against the RPO.',
      'The alert on replication is seen to fire.',
      'What the survivor holds after a failover is counted against what was acknowledged.',
    ],
  },
  {
    id: 'failover',
    action: 'Prepare the failover of every part',
    configuration: [
      'What can fail over by itself is set to do so.',
      'For what cannot, the steps by hand are written down.',
      'All of it is put in order in one runbook, step after step.',
    ],
    validation: [
      'Failovers that machines carry out are run.',
      'Steps by hand are carried out by the people who would do them.',
      'The runbook is carried out, timed, and found right.',
    ],
  },
  {
    id: 'readiness',
    action: 'Watch whether the standby could take over',
    configuration: [
      'A check tells whether replication works.',
      'Alerts tell of growth, and of traffic that moves.',
      'Both regions are watched.',
    ],
    validation: [
      'Monitoring and its alerts are tried.',
      'Checks are compared with what users saw.',
      'It is looked at whether anything in either region goes unwatched.',
    ],
  },
  securityRow,
  communicationRow,
])
