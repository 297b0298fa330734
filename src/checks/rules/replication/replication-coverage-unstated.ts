import { isQueue } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const replicationCoverageUnstated: Rule = {
  code: 'replication-coverage-unstated',
  severity: 'note',
  title: 'Whether messages are replicated, or only settings, is not stated',
  why: 'The usual pairing of two message services copies queues and topics, but no message in them.',
  fix: 'Look it up, and add covers: data or covers: metadata to replication.',
  requirements: ['warm-standby.replication.c1', 'cold-standby.replication.c1'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [orders] }
  orders:
    type: queue
    strategy: warm-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: sync } # NOTE: "orders" is replicated, and nothing says whether its messages are.
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
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [orders] }
  orders:
    type: queue
    strategy: warm-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: sync, covers: data }
      backup: { every: 1d }
`,
  check({ components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      const replication = component.data?.replication
      if (!isQueue(component) || !replication || replication.mode === 'none') continue
      seen()
      if (replication.covers !== undefined || unsure('components', id, 'data', 'replication', 'covers')) continue
      report(at(replication, 'mode'), `"${id}" is replicated, and nothing says whether its messages are.`)
    }
  },
}
