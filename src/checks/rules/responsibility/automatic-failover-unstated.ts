import { typeOf } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const automaticFailoverUnstated: Rule = {
  code: 'automatic-failover-unstated',
  severity: 'note',
  title: 'Whether a store fails over by itself is not stated',
  why: 'People who wait for a failover that is switched off, or start one that is under way, both lose time.',
  fix: 'Decide it, and say so under failover: { by: automatic, grace: … } or { by: customer, procedure: … }.',
  requirements: ['warm-standby.failover.c1'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db: { type: azure-sql, strategy: warm-standby, active: [east], standby: [west] } # NOTE: "shop-db" could fail over by itself, and the plan does not say whether it does.
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
    failover: { by: customer, group: shop-group }
`,
  check({ components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      const type = typeOf(component)
      const ready = component.strategy === 'warm-standby' || component.strategy === 'hot-standby'
      // Where the provider moves it whatever was set, there is nothing to decide.
      if (!type?.supportsAutomaticFailover || type.triggeredBy !== 'customer' || !ready) continue
      seen()
      if (component.failover || unsure('components', id, 'failover')) continue
      report(at(component), `"${id}" could fail over by itself, and the plan does not say whether it does.`)
    }
  },
}
