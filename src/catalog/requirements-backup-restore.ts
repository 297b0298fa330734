import { ofRows } from './requirements-row.ts'

/** What a plan that recovers from backups is asked for. */
export const backupRestore = ofRows('backup-restore', [
  {
    id: 'policies',
    action: 'Back up by a policy',
    configuration: [
      'Machines, file shares and objects are backed up.',
      'Backups lie in another region than what they protect.',
      'How often backups run follows from the RPO; how long they stay is set.',
    ],
    validation: [
      'Backups are seen to run as the policy says.',
      'Backups are complete, and can be read.',
      'What is past its time is gone, and what is not is still there.',
    ],
  },
  {
    id: 'storage-tiers',
    action: 'Keep backups where they are cheap enough',
    configuration: [
      'What is seldom read lies in a cool or archive tier.',
      'Older backups move to cheaper storage by a rule.',
      'Backups are compressed, and equal blocks are stored once.',
    ],
    validation: [
      'The report on storage costs is read.',
      'Backups are seen to have moved as the rule says.',
      'Data is fetched from each tier that is in use, and timed.',
    ],
  },
  {
    id: 'procedures',
    action: 'Write down how to restore',
    configuration: [
      'A runbook holds the steps of a restore.',
      'The plan says into which environment each store is restored.',
      'It names who approves a restore, and who is called next.',
    ],
    validation: [
      'A restore that follows the written steps succeeds.',
      'Every contact is tried and answers.',
      'The approval of a restore is exercised.',
    ],
  },
  {
    id: 'restore-tests',
    action: 'Restore on ordinary days too',
    configuration: [
      'Restore drills have dates.',
      'They restore into an environment apart from production.',
      'The time that they take is kept and held against the RTO.',
    ],
    validation: [
      'A restore has been rehearsed within the last quarter.',
      'What was restored is counted against what was there.',
      'Measured restores stand beside the RTO.',
    ],
  },
  {
    id: 'costs',
    action: 'Watch what backups cost, and whether they are lawful',
    configuration: [
      'Backups carry tags by which their cost is told apart.',
      'Somebody is told when backups come near their budget.',
      'Data is kept as long as the law asks, and no longer than it allows.',
    ],
    validation: [
      'What backups cost is looked at every month.',
      'A threshold of the budget is seen to tell somebody.',
      'It is audited whether data is kept as long as it must be.',
    ],
  },
  {
    id: 'audit',
    action: 'Keep backups in step with the business',
    configuration: [
      'Once a quarter somebody audits what must be backed up.',
      'Systems that are retired leave the plan, and their policies end.',
      'RTO and RPO are looked at again when the business changes.',
    ],
    validation: [
      'The quarterly audit of backups has been done.',
      'A retired system is found to be gone from backups and bills as intended.',
      'Those who signed the objectives have confirmed the changed ones.',
    ],
  },
  {
    id: 'communication',
    action: 'Plan who tells whom',
    configuration: [
      'It is clear who may order a restore, and who stands in.',
      'It is written down how those concerned are told of a restore.',
      'The messages about a restore are written beforehand.',
    ],
    validation: [
      'Every channel is used in a restore drill.',
      'Messages are seen to arrive.',
      'The chain of escalation is tried up to its end.',
    ],
  },
])
