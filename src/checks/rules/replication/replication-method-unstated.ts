import { pairing } from '../../pairs.ts'
import { isStorage, storesData } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const replicationMethodUnstated: Rule = {
  code: 'replication-method-unstated',
  severity: 'note',
  title: 'Nothing says what copies the data of a cold standby',
  why: 'Who starts the failover, what it loses and whether it can be tested depend on what does the copying.',
  fix: 'Add method: built-in, or the one that does it.',
  requirements: ['cold-standby.replication.c1', 'cold-standby.replication.c2', 'cold-standby.replication.c3'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 4h, rpo: 1h, mtd: 24h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: cold-standby, active: [east], standby: [west], needs: [pictures] }
  pictures:
    type: object-storage
    strategy: cold-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: async, lag: { p50: 2s, p99: 20s } } # NOTE: "pictures" replicates from "east" to "west", and nothing says by which method.
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 4h, rpo: 1h, mtd: 24h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: cold-standby, active: [east], standby: [west], needs: [pictures] }
  pictures:
    type: object-storage
    strategy: cold-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: async, lag: { p50: 2s, p99: 20s }, method: geo-zone-redundant }
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
`,
  check({ plan, components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      const { strategy, data, active, standby } = component
      const replication = data?.replication
      if (strategy !== 'cold-standby' || !storesData(component) || !replication || replication.mode === 'none') continue
      seen()
      if (replication.method !== undefined || unsure('components', id, 'data', 'replication', 'method')) continue
      const from = active?.[0] === undefined ? 'its region' : `"${active[0]}"`
      const to = standby?.[0] === undefined ? 'its standby' : `"${standby[0]}"`
      const paired = isStorage(component) ? pairing(plan, active?.[0], standby?.[0]) : undefined
      report(
        at(replication),
        `"${id}" replicates from ${from} to ${to}, and nothing says by which method.`,
        paired && (paired.reached ? paired.yes : paired.no),
      )
    }
  },
}
