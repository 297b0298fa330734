import type { Capability } from './capabilities.ts'

/** What is known of a kind of component: who recovers what when its region is lost, and what that needs alive. */
export interface ComponentType {
  readonly title: string
  /** Whether a loss of it can lose data. */
  readonly holdsData: boolean
  /** `regional`: lost with its region; `global`: run by the provider beside the regions; `external`: run by others. */
  readonly scope: 'regional' | 'global' | 'external'
  /** What must be alive for its recovery. */
  readonly requires: readonly Capability[]
  /** What the provider does when a region is lost, in one sentence. */
  readonly providerRecovers: string
  /** What is left for the owner of the workload, in one sentence. */
  readonly customerRecovers: string
  readonly source: string
  /** Whether the source was read for this entry; where not, it is common knowledge to be confirmed. */
  readonly confirmed: boolean
  readonly asOf: string
}

const asOf = '2026-11-24'

function read(title: string): Pick<ComponentType, 'source' | 'confirmed' | 'asOf'> {
  return { source: `Microsoft Learn, ${title}`, confirmed: true, asOf }
}

function recalled(title: string): Pick<ComponentType, 'source' | 'confirmed' | 'asOf'> {
  return { source: `Microsoft Learn, ${title}`, confirmed: false, asOf }
}

/** Kinds of component by the word that a plan uses. */
export const componentTypes: Readonly<Record<string, ComponentType>> = {
  postgres: {
    title: 'PostgreSQL server',
    holdsData: true,
    scope: 'regional',
    requires: ['database', 'inter-region-network'],
    providerRecovers:
      'Keeps replicas and geo-redundant backups readable in the other region, and promotes none of them by itself',
    customerRecovers:
      'Fences the old primary, promotes the replica or restores the backup, and points applications to it',
    ...read('Geo-disaster recovery in Azure Database for PostgreSQL flexible server'),
  },
  'azure-sql': {
    title: 'Azure SQL database',
    holdsData: true,
    scope: 'regional',
    requires: ['database', 'inter-region-network'],
    providerRecovers: 'Moves an automatic failover group after its grace period, which took hours in a past outage',
    customerRecovers:
      'Starts the failover with the loss it accepts, and checks jobs, logins and what was not replicated',
    ...recalled('Failover groups overview, Azure SQL Database'),
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
    ...read('High availability in Azure Cosmos DB for NoSQL'),
  },
  'object-storage': {
    title: 'Object storage',
    holdsData: true,
    scope: 'regional',
    requires: ['storage', 'arm-control-plane'],
    providerRecovers: 'Keeps the geo-redundant copy, and fails an account over only where a region cannot be recovered',
    customerRecovers:
      'Starts the account failover, accepts what was written after the last sync, and restores redundancy afterwards',
    ...recalled('Reliability in Azure Blob Storage'),
  },
  cache: {
    title: 'Cache',
    holdsData: false,
    scope: 'regional',
    requires: ['region-data-plane'],
    providerRecovers: 'Nothing across regions, except where geo-replication was bought and linked',
    customerRecovers:
      'Uses a cache in the other region, lets it fill from the source of truth, and bears the load meanwhile',
    ...recalled('Reliability in Azure Managed Redis'),
  },
  queue: {
    title: 'Message queue',
    holdsData: true,
    scope: 'regional',
    requires: ['messaging', 'arm-control-plane'],
    providerRecovers:
      'Replicates settings, and messages too where that was set up, but promotes no namespace by itself',
    customerRecovers:
      'Promotes the other namespace, and settles messages in flight, dead letters and messages seen twice',
    ...read('Reliability in Azure Service Bus'),
  },
  'key-vault': {
    title: 'Vault of secrets and keys',
    holdsData: true,
    scope: 'regional',
    requires: ['secrets'],
    providerRecovers: 'Serves a copy from the paired region within minutes, read-only until the first region is back',
    customerRecovers: 'Keeps a vault of its own where there is no pair, and does without changes to secrets meanwhile',
    ...read('Reliability in Azure Key Vault'),
  },
  identity: {
    title: 'Sign-in and directory',
    holdsData: true,
    scope: 'global',
    requires: ['identity'],
    providerRecovers: 'Keeps the directory and token issue running across regions',
    customerRecovers:
      'Keeps emergency accounts outside the usual sign-in rules, and lets tokens outlive a short outage',
    ...recalled('Resilience in Microsoft Entra ID'),
  },
  'web-service': {
    title: 'Web service',
    holdsData: false,
    scope: 'regional',
    requires: ['region-data-plane'],
    providerRecovers: 'Brings the hosting of the region back, and moves no application to another one',
    customerRecovers: 'Deploys and scales the service in the other region, and sends traffic there',
    ...recalled('Reliability in Azure App Service'),
  },
  vm: {
    title: 'Virtual machine',
    holdsData: true,
    scope: 'regional',
    requires: ['create-or-scale-compute', 'storage', 'private-network'],
    providerRecovers: 'Replicates disks where site recovery was set up, and starts nothing by itself',
    customerRecovers: 'Runs the recovery plan, starts machines in order, and fixes addresses and licences',
    ...recalled('About Azure Site Recovery'),
  },
  kubernetes: {
    title: 'Kubernetes cluster',
    holdsData: false,
    scope: 'regional',
    requires: ['region-data-plane', 'create-or-scale-compute'],
    providerRecovers: 'Brings the control plane of the region back, and moves no workload to another one',
    customerRecovers: 'Keeps a cluster in the other region, deploys to it from the same source, and replicates volumes',
    ...recalled('Reliability in Azure Kubernetes Service'),
  },
  'traffic-manager': {
    title: 'Traffic routing by DNS',
    holdsData: false,
    scope: 'global',
    requires: ['public-dns'],
    providerRecovers:
      'Keeps answering names through the loss of any region, and leaves out endpoints that fail their probes',
    customerRecovers: 'Sets probes, priorities and a short time to live beforehand, and knows who may override them',
    ...read('Reliability in Azure Traffic Manager'),
  },
  'front-door': {
    title: 'Global edge',
    holdsData: false,
    scope: 'global',
    requires: ['edge-data-plane'],
    providerRecovers: 'Keeps the edge running, and may block changes to it for hours while it recovers',
    customerRecovers: 'Keeps a second way to its origins, made beforehand, for the day the edge itself is down',
    ...recalled('Reliability in Azure Front Door; incident review YKYN-BWZ'),
  },
  dns: {
    title: 'DNS zone',
    holdsData: false,
    scope: 'global',
    requires: ['public-dns', 'arm-control-plane'],
    providerRecovers: 'Keeps answering queries from all its sites',
    customerRecovers:
      'Makes records beforehand with a short time to live, and changes them where nothing does so by itself',
    ...recalled('Reliability in Azure DNS'),
  },
  batch: {
    title: 'Batch jobs',
    holdsData: false,
    scope: 'regional',
    requires: ['create-or-scale-compute', 'storage'],
    providerRecovers: 'Nothing across regions; jobs of a lost region end unfinished',
    customerRecovers: 'Finds half-run jobs, starts them again in the other region, and keeps cut-off times in view',
    ...recalled('Reliability in Azure Batch'),
  },
  'third-party': {
    title: "Another company's service",
    holdsData: false,
    scope: 'external',
    requires: ['inter-region-network'],
    providerRecovers: 'Whatever its contract says, at its own pace',
    customerRecovers: 'Asks for its recovery times, keeps a contact, and decides what the flow does without it',
    source: 'Muster',
    confirmed: true,
    asOf,
  },
}
