import type { StrategyName } from '#catalog'
import { type Choices, slug, type Tier } from './choices.ts'

/** What a tier's flow is promised, and the clocks of an activation that leave room for it. */
interface Promise {
  readonly objectives: string
  /** How often the probe asks, how long it must fail, and how long the decision may take. */
  readonly every: string
  readonly failing: string
  readonly decide: string
  readonly backupEvery: string
}

const promises: Readonly<Record<Tier, Promise>> = {
  0: {
    objectives: '{ slo: 99.99%, rto: 2m, rpo: 5s, mtd: 1h }',
    every: '2s',
    failing: '10s',
    decide: '20s',
    backupEvery: '1h',
  },
  1: {
    objectives: '{ slo: 99.95%, rto: 1h, rpo: 5m, mtd: 8h }',
    every: '10s',
    failing: '2m',
    decide: '10m',
    backupEvery: '1h',
  },
  2: {
    objectives: '{ slo: 99.9%, rto: 8h, rpo: 4h, mtd: 24h }',
    every: '30s',
    failing: '10m',
    decide: '30m',
    backupEvery: '4h',
  },
  3: {
    objectives: '{ slo: 99%, rto: 48h, rpo: 24h, mtd: 120h }',
    every: '1m',
    failing: '30m',
    decide: '2h',
    backupEvery: '12h',
  },
}

const standbyWords: Readonly<Record<StrategyName, string>> = {
  'active-active': 'serves too, and takes over the rest',
  'hot-standby': 'stands by at full size',
  'warm-standby': 'stands by at a small size',
  'cold-standby': 'is prepared, with its compute stopped',
  'backup-restore': 'is where backups are restored',
}

/**
 * A first plan, complete enough that `check` finds neither an error nor a warning in it.
 * @param schema path of the JSON Schema from the plan's folder
 * @param today YYYY-MM-DD, the day of its sign-off and review
 */
export function starterPlan(choices: Choices, schema: string, today: string): string {
  const { name, owner, strategy, primary, secondary, tier, type } = choices
  const { objectives, every, failing, decide } = promises[tier]
  const [east, west] = [slug(primary), slug(secondary)]
  const both = strategy === 'active-active'
  const side = both ? `active: [${east}, ${west}]` : `active: [${east}]\n    standby: [${west}]`
  const restored = strategy === 'backup-restore'
  return `# yaml-language-server: $schema=${schema}
# The recovery plan of ${name}. What stands for something of yours is marked "yours": put your own there, then run
# \`muster check\`, which also notes what the plan does not say yet.
apiVersion: muster/v1
kind: Plan
metadata:
  name: ${name}
  owner: ${text(owner)}
  review: { last: ${today}, every: 90d }

regions:
  ${east}: { location: ${text(primary)} } # serves on an ordinary day
  ${west}: { location: ${text(secondary)} } # ${standbyWords[strategy]}

# What people do with the workload, and what each of these may suffer.
flows:
  main: # yours: a name, what happens in it, and who relies on it
    does: A customer uses ${name}
    usedBy: Customers
    tier: ${tier}
    objectives: { default: ${objectives} }
    needs: [entry, service]
    signedOff: [{ by: business-owner, on: ${today} }] # yours: who bears the harm signs tier and objectives

# What the flows need. \`muster explain component-types\` lists the types.
components:
  entry:
    type: ${both ? 'front-door' : 'traffic-manager'}
    needs: [service]
    routing:
      method: ${both ? 'latency' : 'priority'}
${both ? '' : `      order: [${east}, ${west}]\n`}      probe: service
      probed: every-endpoint
      automatic: ${both ? 'true' : 'false # people decide, the runbook routes'}
      ttl: ${tier === 0 ? '10s' : '60s'}
  service:
    type: web-service
    strategy: ${strategy}
${both ? '    variant: at-capacity\n' : ''}    ${restored ? `active: [${east}]` : side}
    needs: [store]
${capacity(strategy)}  store:
    type: ${type}
    strategy: ${strategy}
${both ? '    variant: at-capacity\n' : ''}    ${restored ? `active: [${east}]` : side}
    owner: on-call
${data(choices, west)}
scenarios:
  ${east}-lost:
    class: region
    loses: [${east}]
    says: The region answers nothing, and will not come back in time

# When the plan is put to work, and who says so.
probes:
  service: { http: "https://${name}.example/health", from: [outside-a, outside-b], every: ${every}, timeout: ${tier === 0 ? '1s' : '5s'}, watches: infrastructure } # yours: the address

activation:
  ${east}-lost:
    when: 'probes.service.failingFor >= duration("${failing}")'
    unless: deployment.inProgress
    decideWithin: ${decide}
    declaredBy: [incident-manager]
    lossAcceptedBy: business-owner

contacts: # yours: names, numbers and addresses
  incident-manager: { name: Incident manager on call, phone: "+1 555 0100", email: incidents@${name}.example, deputy: head-of-operations, approvesBy: [phone] }
  head-of-operations: { name: Head of operations, phone: "+1 555 0101", email: operations@${name}.example, approvesBy: [phone] }
  business-owner: { name: Owner of the business, phone: "+1 555 0102", email: owner@${name}.example, deputy: head-of-operations, approvesBy: [phone] }
  on-call: { name: Engineer on call, phone: "+1 555 0103", email: on-call@${name}.example, deputy: head-of-operations }

communications:
  team-told:
    audience: Everyone who works on the recovery
    internal: true
    owner: incident-manager
    channel: incident-channel
    on: [activated, restored]
    message: "{{ scenario }} of {{ plan }}: follow the runbook."
  customers-told:
    audience: Customers
    owner: incident-manager
    channel: status-page
    on: [activated, restored]
    message: "We are working on {{ plan }}. More will follow here."

failback:
  criteria: ["${east} has been healthy for a day", No data differs between the regions]
  decidedBy: [business-owner]

drills:
  - scenario: ${east}-lost
    every: 90d
    ${restored ? 'kind: restore\n    environment: a staging environment of its own # yours' : 'kind: forced'}
${restored ? unproven(today) : ''}`
}

/** Backups that nobody has restored yet are accepted until the first drill is due, and no longer. */
function unproven(today: string): string {
  const due = new Date(Date.parse(today) + 90 * 86_400_000).toISOString().slice(0, 10)
  return `
suppressions: # away with it once the first restore is verified and its day stands under restoreProven
  - code: backup-unproven
    at: components.store
    because: No restore has been rehearsed yet, and the first drill is not due before that day
    by: business-owner
    until: ${due}
`
}

function capacity(strategy: StrategyName): string {
  switch (strategy) {
    case 'active-active':
      return '    capacity: { load: 40%, limit: 90%, scaling: { automatic: true, from: 2, to: 6, takes: 30s } } # yours\n'
    case 'hot-standby':
      return '    capacity: { load: 60%, standby: 100% }\n'
    case 'warm-standby':
      return '    capacity: { load: 60%, standby: 30%, scaling: { automatic: true, from: 2, to: 8, takes: 5m } } # yours\n'
    case 'cold-standby':
      return '    capacity: { load: 60%, standby: 0%, scaling: { automatic: true, from: 0, to: 6, takes: 30m } } # yours\n'
    case 'backup-restore':
      return ''
  }
}

function data({ strategy, tier }: Choices, west: string): string {
  const { backupEvery } = promises[tier]
  const backup = `backup: { every: ${backupEvery}, keep: 35d, redundancy: geo, vault: ${west}, controlledBy: backup-team, immutable: true, tier: hot, restoreTakes: 4h }`
  const replicated = `      replication: { mode: async, lag: { p50: 500ms, p99: 2s } } # yours: as measured\n`
  const lines: Readonly<Record<StrategyName, string>> = {
    'active-active': `      writes: every-region\n      consistency: session\n      conflicts: The last write wins # yours\n${replicated}`,
    'hot-standby': replicated,
    'warm-standby': replicated,
    'cold-standby': replicated,
    'backup-restore': '',
  }
  return `    data:\n      size: 100 GiB # yours\n${lines[strategy]}      ${backup}\n`
}

/** A text as YAML: as it is where that is safe, in quotes otherwise. */
function text(value: string): string {
  return /^[A-Za-z][A-Za-z0-9 _-]*$/.test(value) && !/^(?:true|false|null|yes|no|on|off)$/i.test(value)
    ? value.trim()
    : JSON.stringify(value)
}
