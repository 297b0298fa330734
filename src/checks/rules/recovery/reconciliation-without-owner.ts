import { isLosable } from '../../activations.ts'
import type { Rule } from '../../rule.ts'

export const reconciliationWithoutOwner: Rule = {
  code: 'reconciliation-without-owner',
  severity: 'note',
  title: 'Nobody settles what the lost side still had',
  why: 'When the region comes back, it holds writes that the other side never saw, and somebody must find and settle them.',
  fix: 'Add the store under postRecovery.reconcile: who compares what.',
  requirements: ['muster.reconciliation', 'runbook.review'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db, stock-db] }
  shop-db: { type: postgres, strategy: warm-standby, active: [east], standby: [west], data: { replication: { mode: async, lag: { p50: 1s, p99: 20s } } } }
  stock-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: async, lag: { p50: 1s, p99: 20s } } # NOTE: Nobody finds and settles what "stock-db" in the lost region still had.
postRecovery:
  owner: team-lead
  reconcile: [{ of: shop-db, owner: team-lead, compares: Orders by number }]
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data: { replication: { mode: async, lag: { p50: 1s, p99: 20s } }, backup: { every: 1h } }
postRecovery:
  owner: team-lead
  reconcile: [{ of: shop-db, owner: team-lead, compares: Orders by number }]
`,
  check({ plan, components, at, unsure }, report, seen) {
    if (unsure('postRecovery')) return
    const settled = new Set((plan.postRecovery?.reconcile ?? []).map((one) => one.of))
    for (const [id, component] of components) {
      const { data } = component
      if (!data || !isLosable(component)) continue
      seen()
      if (!settled.has(id))
        report(at(data, 'replication'), `Nobody finds and settles what "${id}" in the lost region still had.`)
    }
  },
}
