import { isQueue, isRelational, storesData } from '../../parts.ts'
import type { Rule } from '../../rule.ts'
import { demandOf } from '../../traffic.ts'

export const readFlowOnSingleWriter: Rule = {
  code: 'read-flow-on-single-writer',
  severity: 'note',
  title: 'Reads and writes share one writer',
  why: 'What only reads could go on in every region, and instead waits with the writes for the writer to move.',
  fix: 'Give the readers a read model of their own (readModelOf), or make the copies readable.',
  requirements: ['active-active.replication.c3'],
  bad: `
flows:
  look:
    does: A visitor looks around
    data: reads
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: active-active, active: [east, west], needs: [shop-db] }
  shop-db:
    type: cosmos-db
    strategy: hot-standby
    active: [east]
    standby: [west]
    data: # NOTE: Flow "look" only reads, and hangs on the one writer of "shop-db", to which flow "buy" writes.
      replication: { mode: async, lag: { p50: 100ms, p99: 2s } }
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
`,
  good: `
flows:
  look:
    does: A visitor looks around
    data: reads
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop-views]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: active-active, active: [east, west], needs: [shop-db] }
  shop-db:
    type: cosmos-db
    strategy: hot-standby
    active: [east]
    standby: [west]
    data:
      writes: one-region
      replication: { mode: async, lag: { p50: 100ms, p99: 2s } }
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
  shop-views:
    type: cosmos-db
    strategy: active-active
    active: [east, west]
    data: { readModelOf: shop-db, consistency: eventual, writes: every-region, conflicts: It is built anew }
`,
  check({ plan, components, at, unsure }, report, seen) {
    const readers = demandOf(plan, 'readers-everywhere')
    const writers = demandOf(plan, 'writers')
    for (const [id, component] of components) {
      const { data, active = [] } = component
      // A relational database has a rule of its own, about its readable copies.
      if (!storesData(component) || isRelational(component) || isQueue(component)) continue
      const writer = writers.get(id)
      if (writer) seen()
      const reader = readers.get(id)
      const single = data?.writes === 'one-region' || (data?.writes === undefined && active.length === 1)
      if (!writer || !reader || !single || data?.replication?.readable || data?.readModelOf) continue
      if (unsure('components', id)) continue
      report(
        data?.writes ? at(data, 'writes') : at(data ?? component),
        `Flow "${reader.flowId}" only reads, and hangs on the one writer of "${id}", to which flow "${writer.flowId}" writes.`,
      )
    }
  },
}
