import { regionsOf, sentence } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const objectStorageSync: Rule = {
  code: 'object-storage-sync',
  severity: 'warning',
  title: 'Object storage is said to be copied at once',
  why: 'Object storage answers a write before the other region has it: geo-redundancy and object replication both run behind.',
  fix: 'Write mode: async with the lag that was measured, or method: application where the application writes both copies itself.',
  requirements: ['cold-standby.replication.c2', 'cold-standby.replication.c3'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [pictures] }
  pictures:
    type: object-storage
    strategy: warm-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: sync, method: geo-zone-redundant } # WARNING: Replication of "pictures" between east and west is called synchronous.
      backup: { every: 1d }
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 8h, rpo: 1h, mtd: 24h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [pictures] }
  pictures:
    type: object-storage
    strategy: warm-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: async, lag: { p50: 5s, p99: 40s }, method: geo-zone-redundant }
      backup: { every: 1d }
`,
  check({ components, at }, report, seen) {
    for (const [id, component] of components) {
      const replication = component.data?.replication
      const regions = regionsOf(component)
      if (!component.type.startsWith('object-storage') || !replication || regions.length < 2) continue
      seen()
      if (replication.mode !== 'sync' || replication.method === 'application') continue
      report(at(replication, 'mode'), `Replication of "${id}" between ${sentence(regions)} is called synchronous.`)
    }
  },
}
