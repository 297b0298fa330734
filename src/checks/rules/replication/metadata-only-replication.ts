import { formatDuration } from '#units'
import { isQueue } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const metadataOnlyReplication: Rule = {
  code: 'metadata-only-replication',
  severity: 'warning',
  title: 'A replication copies settings and no data',
  why: 'The other side starts with everything but what it is there for.',
  fix: 'Replicate the data too, or say under inFlight how what is lost is sent again.',
  requirements: ['warm-standby.replication.c1', 'cold-standby.replication.c1'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 4h, rpo: 1h, mtd: 24h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: cold-standby, active: [east], standby: [west], needs: [orders] }
  orders:
    type: queue
    strategy: cold-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: async, lag: { p50: 2s, p99: 20s }, covers: metadata } # WARNING: Replication of "orders" copies settings only, and every message in it is lost; the RPO of flow "buy" is 1h.
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
  shop: { type: web-service, strategy: cold-standby, active: [east], standby: [west], needs: [orders] }
  orders:
    type: queue
    strategy: cold-standby
    active: [east]
    standby: [west]
    data:
      inFlight: Every message is sent again from the table of orders
      replication: { mode: async, lag: { p50: 2s, p99: 20s }, covers: metadata }
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
`,
  check({ components, tightest, at, unsure }, report, seen) {
    const demands = tightest('rpo', 'region')
    for (const [id, component] of components) {
      const { replication, inFlight } = component.data ?? {}
      if (replication?.covers === undefined) continue
      seen()
      if (replication.covers !== 'metadata' || inFlight !== undefined) continue
      if (unsure('components', id, 'data', 'inFlight')) continue
      const lost = isQueue(component) ? 'every message' : 'everything'
      const demand = demands.get(id)
      const but = demand ? `; the RPO of flow "${demand.flowId}" is ${formatDuration(demand.value)}` : ''
      report(at(replication, 'covers'), `Replication of "${id}" copies settings only, and ${lost} in it is lost${but}.`)
    }
  },
}
