import { pairing } from '../../pairs.ts'
import type { Rule } from '../../rule.ts'

export const geoRedundancyWithoutPair: Rule = {
  code: 'geo-redundancy-without-pair',
  severity: 'error',
  title: 'Geo-redundant storage does not reach the standby',
  why: 'Geo-redundancy copies to the region that the provider has paired, and to no other.',
  fix: 'Use object-replication to a region of your own choice, or stand by in the paired region.',
  requirements: ['cold-standby.replication.c2', 'cold-standby.replication.c3', 'warm-standby.replication.c1'],
  bad: `
regions:
  east: { location: eastus2 }
  west: { location: westeurope }
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
      replication: { mode: async, lag: { p50: 2s, p99: 20s }, method: geo-zone-redundant } # ERROR: "pictures" is copied to the pair of eastus2, which is centralus, and stands by in "west" (westeurope).
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
`,
  good: `
regions:
  east: { location: eastus2 }
  west: { location: westeurope }
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
      replication: { mode: async, lag: { p50: 2s, p99: 20s }, method: object-replication }
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
`,
  check({ plan, components, at }, report, seen) {
    for (const [id, { data, active, standby }] of components) {
      const replication = data?.replication
      if (replication?.method === undefined) continue
      const to = standby?.[0]
      const pair = pairing(plan, active?.[0], to)
      if (!pair) continue
      seen()
      if (replication.method !== 'geo-zone-redundant' || pair.reached) continue
      const copied =
        pair.pair === null
          ? `cannot be copied, for ${pair.from} has no pair`
          : `is copied to the pair of ${pair.from}, which is ${pair.pair}`
      report(at(replication, 'method'), `"${id}" ${copied}, and stands by in "${to}" (${pair.to}).`)
    }
  },
}
