import { isRegional } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const failoverGraceUnstated: Rule = {
  code: 'failover-grace-unstated',
  severity: 'note',
  title: 'How long an automatic failover waits is not stated',
  why: 'The wait is part of every recovery, and its default may be longer than the RTO.',
  fix: 'Add failover.grace.',
  requirements: ['warm-standby.failover.c1'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: azure-sql
    strategy: warm-standby
    active: [east]
    standby: [west]
    failover: { by: automatic, group: shop-group } # NOTE: "shop-db" fails over by itself, and nothing says how long it waits before.
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
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: azure-sql
    strategy: warm-standby
    active: [east]
    standby: [west]
    failover: { by: automatic, grace: 10m, group: shop-group }
`,
  check({ components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      const { failover } = component
      if (failover?.by !== 'automatic' || !isRegional(component)) continue
      seen()
      if (failover.grace !== undefined || unsure('components', id, 'failover', 'grace')) continue
      report(at(failover, 'by'), `"${id}" fails over by itself, and nothing says how long it waits before.`)
    }
  },
}
