/** The date of the capability list, and of the incidents that it was drawn from. */
export const capabilitiesAsOf = '2026-11-24'

/** What a step may need alive, by id. Incidents say which of these were lost, so that a plan can be replayed against them. */
export const capabilities = {
  'region-data-plane': 'Running services of a whole region answer requests.',
  zone: 'One availability zone (or data hall) has power, cooling and network.',
  'arm-control-plane':
    'The resource-management API works: Azure Resource Manager, or its equivalent at another provider.',
  'create-or-scale-compute': 'New compute can be created, started, scaled or extended.',
  identity: 'Sign-in and token issue work for people and for workload identities.',
  secrets: 'Stored secrets and keys can be read.',
  storage: 'Object, disk or file storage can be read and written.',
  database: 'Managed database service answers.',
  messaging: 'Queues, streams and event delivery work.',
  'edge-management': 'The configuration of a global edge (Front Door, CDN) can be changed.',
  'edge-data-plane': 'The global edge carries traffic.',
  'load-balancer': 'Load-balancer configuration and health handling work in the region.',
  'public-dns': 'Public names of the affected services resolve.',
  'inter-region-network': 'Traffic flows between regions and from the internet at usable loss and latency.',
  'private-network': 'Private links, virtual networks and address allocation work.',
  console: "The provider's web console can be used.",
  'ci-runners': 'Hosted build and deployment runners start jobs.',
  chat: "The team's chat and paging reach people.",
  'remote-access': 'VPN, remote login and out-of-band access work.',
  'site-access': 'People can physically enter the site (doors, safety).',
  support: 'Support tickets and support phone lines can be opened.',
  'status-page': "The provider's public status page tells the truth.",
  monitoring: 'Metrics, logs and alarms arrive.',
  'backup-vault': 'Backups can be reached and restored.',
  'tenant-data': "The customer's data or subscription still exists at that provider.",
} as const satisfies Record<string, string>

export type Capability = keyof typeof capabilities
