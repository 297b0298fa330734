import { isRelational } from '../../parts.ts'
import type { Rule } from '../../rule.ts'
import { demandOf } from '../../traffic.ts'

export const geoReplicaNotReadable: Rule = {
  code: 'geo-replica-not-readable',
  severity: 'note',
  title: 'A flow that only reads depends on the writer of a relational database',
  why: 'The copy in the other region could serve its reads, nearer and through the loss of the writer.',
  fix: 'Make the copy readable and give the flow a read-only connection: readable: true.',
  requirements: ['active-active.replication.c2'],
  bad: `
flows:
  look:
    does: A visitor looks around
    data: reads
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: active-active, active: [east, west], needs: [shop-db] }
  shop-db:
    type: postgres
    strategy: hot-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: async, lag: { p50: 100ms, p99: 2s } } # NOTE: Flow "look" only reads, from several regions at once, and "shop-db" serves no reads from its copy.
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
`,
  good: `
flows:
  look:
    does: A visitor looks around
    data: reads
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: active-active, active: [east, west], needs: [shop-db] }
  shop-db:
    type: postgres
    strategy: hot-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: async, lag: { p50: 100ms, p99: 2s }, readable: true }
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
`,
  check({ plan, components, at, unsure }, report, seen) {
    const readers = demandOf(plan, 'readers-everywhere')
    for (const [id, component] of components) {
      const demand = readers.get(id)
      if (!demand || !isRelational(component)) continue
      seen()
      const { data } = component
      const { replication } = data ?? {}
      if (data?.writes === 'every-region' || replication?.readable || unsure('components', id, 'data')) continue
      const spot = replication?.readable === false ? at(replication, 'readable') : at(replication ?? data ?? component)
      report(
        spot,
        `Flow "${demand.flowId}" only reads, from several regions at once, and "${id}" serves no reads from its copy.`,
      )
    }
  },
}
