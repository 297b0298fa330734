import { communicationRow, ofRows } from './requirements-row.ts'

/** What a plan with cold standbys is asked for. */
export const coldStandby = ofRows('cold-standby', [
  {
    id: 'regions',
    action: 'Lay out the second region',
    configuration: [
      'Network, policies and settings of the second region are those of the first.',
      'Roles, security baselines, monitoring agents and policies are the same on both sides.',
      'Code has deployed the second region, and its compute is stopped.',
    ],
    validation: [
      'The second region is inspected and could take over.',
      'The policies of both regions are compared.',
      'Networks of the second region are tried: what must connect does.',
    ],
  },
  {
    id: 'traffic',
    action: 'Send traffic by order of preference',
    configuration: [
      'A global entry sends requests to the regions in an order of preference.',
      'On an ordinary day the first region serves everybody.',
      'In a failover a mechanism moves the traffic, not a person who edits entries.',
    ],
    validation: [
      'Traffic is seen to move to the standby.',
      'The order of preference is read back from the entry and found right.',
      'It is measured how long the cut-over takes, old answers of DNS included.',
    ],
  },
  {
    id: 'replication',
    action: 'Copy data to the second region',
    configuration: [
      "Databases are copied by the provider's own replication.",
      'Storage in paired regions is copied across zones and regions.',
      'Objects in regions without a pair are copied by a rule of their own.',
    ],
    validation: [
      'What a failover loses is measured and held against the RPO.',
      'Health and delay of replication are read and found right.',
      'Both copies are compared.',
    ],
  },
  {
    id: 'provisioning',
    action: 'Create compute by machine',
    configuration: [
      'Templates create the platform services when they are called for.',
      'The templates hold settings, scaling and dependencies too.',
      'It is set beforehand how far each part grows to carry the full load.',
    ],
    validation: [
      'The templates are run as they would be in a disaster.',
      'Compute is started and timed against the RTO.',
      'Services come up in the order in which they need one another.',
    ],
  },
  {
    id: 'site-recovery',
    action: 'Replicate virtual machines as a whole',
    configuration: [
      'Virtual machines that matter are replicated to the second region.',
      'Their failover is grouped and ordered in recovery plans.',
      'How often they are copied, and how long copies are kept, is set.',
    ],
    validation: [
      'The failover of virtual machines is tried.',
      'Their recovery plan is carried out.',
      'Applications on them are found consistent after a failover.',
    ],
  },
  {
    id: 'failover',
    action: 'Say when to fail over, and how',
    configuration: [
      'Triggers and criteria of an activation leave nothing to interpret.',
      'The steps by hand are written down, from starting compute to changing names.',
      'There is a way back from an activation that failed or was not needed.',
    ],
    validation: [
      'The runbook is carried out.',
      'Steps by hand are carried out by the people who would do them.',
      'Taking an activation back is tried and timed.',
    ],
  },
  {
    id: 'readiness',
    action: 'Watch whether the standby could take over',
    configuration: [
      'Alerts tell when replication is unwell or slow.',
      'What exists in the second region is watched.',
      'For every component it can be seen whether it could be activated now.',
    ],
    validation: [
      'Monitoring and its alerts are tried.',
      'Checks of the infrastructure are compared with its true state.',
      'What says ready is in fact ready.',
    ],
  },
  communicationRow,
])
