import type { Capability } from './capabilities.ts'

/** Something that a plan must say of a component, so that its recovery can be planned. */
export interface Ask {
  /** Path inside the component, such as `data.replication.lag`. */
  readonly key: string
  /** What is to be said, in a few words. */
  readonly says: string
}

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
  /**
   * Who starts its move to another region as a rule: `automatic`: it moves by itself once it was set up so; `provider`:
   * at the provider's own time; `customer`: nobody does unless the owner of the workload acts; `others`: its own team.
   */
  readonly triggeredBy: 'provider' | 'customer' | 'automatic' | 'others'
  /** Whether it can be set up to move to another region without an act of the owner of the workload. */
  readonly supportsAutomaticFailover: boolean
  /** What its SLA leaves out, in one sentence. */
  readonly slaExcludes: string
  /** Whether that was read; where not, it is recalled and to be confirmed in the SLA itself. */
  readonly slaConfirmed: boolean
  /** What a plan must say of a component of this type; may be empty. */
  readonly asks: readonly Ask[]
  readonly source: string
  /** Whether the source was read for this entry; where not, it is common knowledge to be confirmed. */
  readonly confirmed: boolean
  readonly asOf: string
}

type Origin = Pick<ComponentType, 'source' | 'confirmed' | 'asOf'>

const asOf = '2026-11-24'

/** The origin of an entry whose page was read. */
export function read(title: string): Origin {
  return { source: `Microsoft Learn, ${title}`, confirmed: true, asOf }
}

/** The origin of an entry that was written from memory; the page is where to confirm it. */
export function recalled(title: string): Origin {
  return { source: `Microsoft Learn, ${title}`, confirmed: false, asOf }
}

/** The origin of what is no product of a provider. */
export const ours: Origin = { source: 'Muster', confirmed: true, asOf }

/** What an SLA leaves out, as it is remembered; to be confirmed in the SLA itself. */
export function leavesOut(slaExcludes: string): Pick<ComponentType, 'slaExcludes' | 'slaConfirmed'> {
  return { slaExcludes, slaConfirmed: false }
}

/** A few asks that many types share. */
export const ask = {
  strategy: { key: 'strategy', says: 'How ready its other side is' },
  active: { key: 'active', says: 'The regions that serve on an ordinary day' },
  standby: { key: 'standby', says: 'The regions that take over' },
  owner: { key: 'owner', says: 'Who recovers it' },
  replication: { key: 'data.replication.mode', says: 'Whether a write waits for the copy in the other region' },
  lag: { key: 'data.replication.lag', says: 'How far the copy is behind' },
  watched: { key: 'data.replication.monitored', says: 'The alert that tells when the copy falls behind' },
  covers: { key: 'data.replication.covers', says: 'Whether the data itself is copied, or only its settings' },
  backup: { key: 'data.backup', says: 'How often it is backed up, for how long, and where the backups lie' },
  log: {
    key: 'data.backup.log',
    says: 'How often its log is sent to where the backups lie, where it is kept so that any moment can be restored',
  },
  trigger: { key: 'failover.by', says: 'Who starts its failover' },
  procedure: { key: 'failover.procedure', says: 'Where the steps by hand are written, or what they are' },
  scaling: { key: 'capacity.scaling', says: 'How it grows to the full load, how fast, and how far it may' },
  load: { key: 'capacity.standby', says: 'The share of the full load that the standby carries before it grows' },
} as const satisfies Record<string, Ask>
