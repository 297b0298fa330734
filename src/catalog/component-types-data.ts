import { ask, type ComponentType, leavesOut, read, recalled } from './component-type.ts'

/** Databases, object storage and caches, by the word that a plan uses. */
export const dataTypes = {
  postgres: {
    title: 'PostgreSQL server',
    holdsData: true,
    scope: 'regional',
    requires: ['database', 'inter-region-network'],
    providerRecovers:
      'Keeps replicas and geo-redundant backups readable in the other region, and promotes none of them by itself',
    customerRecovers:
      'Fences the old primary, promotes the replica or restores the backup, and points applications to it',
    triggeredBy: 'customer',
    supportsAutomaticFailover: false,
    ...leavesOut(
      'Only the server in its own region is promised; replicas, restores and the time of a promotion are not',
    ),
    asks: [ask.strategy, ask.active, ask.standby, ask.replication, ask.lag, ask.backup, ask.log],
    ...read('Geo-disaster recovery in Azure Database for PostgreSQL flexible server'),
  },
  mysql: {
    title: 'MySQL server',
    holdsData: true,
    scope: 'regional',
    requires: ['database', 'inter-region-network'],
    providerRecovers: 'Keeps geo-redundant backups and read replicas in the other region, and promotes none by itself',
    customerRecovers:
      'Stops replication to make the replica a server of its own, or restores the backup, and points applications to it',
    triggeredBy: 'customer',
    supportsAutomaticFailover: false,
    ...leavesOut('Only the server in its own region is promised; replicas and the time of a restore are not'),
    asks: [ask.strategy, ask.active, ask.standby, ask.replication, ask.lag, ask.backup, ask.log],
    ...recalled('Business continuity in Azure Database for MySQL flexible server'),
  },
  'azure-sql': {
    title: 'Azure SQL database',
    holdsData: true,
    scope: 'regional',
    requires: ['database', 'inter-region-network'],
    providerRecovers:
      'Moves groups whose policy leaves it to the provider, all of a region at once, at the earliest after a grace period of one hour, and with whatever loss there is',
    customerRecovers:
      'Starts the failover of the group with the loss it accepts, and sees to logins, jobs and network rules of the other server',
    triggeredBy: 'customer',
    supportsAutomaticFailover: true,
    ...leavesOut('The time and loss of a geo-failover are promised for some service tiers with geo-replication only'),
    asks: [
      ask.strategy,
      ask.active,
      ask.standby,
      ask.replication,
      ask.lag,
      ask.backup,
      ask.log,
      ask.trigger,
      { key: 'failover.group', says: 'The failover group, which keeps the address when the primary changes' },
    ],
    ...read('Failover groups overview and best practices, Azure SQL Database'),
  },
  'cosmos-db': {
    title: 'Cosmos DB account',
    holdsData: true,
    scope: 'regional',
    requires: ['database', 'inter-region-network'],
    providerRecovers:
      'Moves the write region of an account with several regions where service-managed failover is switched on',
    customerRecovers:
      'Chooses regions, consistency and service-managed failover beforehand, and resolves conflicting writes',
    triggeredBy: 'customer',
    supportsAutomaticFailover: true,
    ...leavesOut('The higher promise holds for several regions only; requests over the bought throughput do not count'),
    asks: [
      ask.strategy,
      ask.active,
      ask.replication,
      ask.lag,
      ask.backup,
      ask.trigger,
      { key: 'data.consistency', says: 'What a reader in another region may see' },
      { key: 'data.writes', says: 'Whether every region takes writes, or one' },
      { key: 'data.conflicts', says: 'How two writes to the same thing are settled' },
    ],
    ...read('High availability in Azure Cosmos DB for NoSQL'),
  },
  'object-storage': {
    title: 'Object storage',
    holdsData: true,
    scope: 'regional',
    requires: ['storage', 'arm-control-plane'],
    providerRecovers:
      'Keeps the geo-redundant copy, and fails over all accounts of a region only where it holds that region to be lost for good',
    customerRecovers:
      'Starts the account failover, accepts what was written after the last sync, and switches geo-redundancy on again afterwards',
    triggeredBy: 'customer',
    supportsAutomaticFailover: false,
    ...leavesOut(
      'What is promised depends on tier and redundancy; neither the time of a failover nor the age of the copy is',
    ),
    asks: [
      ask.strategy,
      ask.active,
      ask.standby,
      ask.replication,
      ask.lag,
      ask.backup,
      ask.trigger,
      { key: 'data.replication.method', says: 'Whether the account copies itself, or rules or the application do' },
    ],
    ...read('Reliability in Azure Blob Storage; types of failover, and what a lost region is like'),
  },
  cache: {
    title: 'Cache',
    holdsData: false,
    scope: 'regional',
    requires: ['region-data-plane'],
    providerRecovers: 'Nothing across regions, except where geo-replication was bought and linked',
    customerRecovers:
      'Uses a cache in the other region, lets it fill from the source of truth, and bears the load meanwhile',
    triggeredBy: 'customer',
    supportsAutomaticFailover: false,
    ...leavesOut('What was in the cache is not promised, and the smallest sizes without a replica have no promise'),
    asks: [
      ask.strategy,
      ask.active,
      ask.standby,
      { key: 'capacity.degrades', says: 'What becomes slower until the cache has filled' },
    ],
    ...recalled('Reliability in Azure Managed Redis'),
  },
} as const satisfies Readonly<Record<string, ComponentType>>
