import { formatDuration } from '#units'
import type { Rule } from '../../rule.ts'

export const failoverGraceOverRto: Rule = {
  code: 'failover-grace-over-rto',
  severity: 'error',
  title: 'An automatic failover starts after the RTO is over',
  why: 'The grace is only the wait before it starts; moving, checking and routing come on top, so a grace as long as the RTO cannot keep it.',
  fix: 'Shorten the grace, start the failover by hand before it is over, or raise the RTO and have it signed again.',
  requirements: ['friction.shared-responsibility', 'warm-standby.failover.c1'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: azure-sql
    strategy: warm-standby
    active: [east]
    standby: [west]
    failover: { by: automatic, grace: 1h, group: shop-group } # ERROR: The automatic failover of "shop-db" waits 1h before it starts, but the RTO of flow "buy" is 30m.
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
  check({ components, tightest, at }, report, seen) {
    const demands = tightest('rto')
    for (const [id, { failover }] of components) {
      const { value: rto, flowId } = demands.get(id) ?? {}
      if (failover?.by !== 'automatic' || failover.grace === undefined || rto === undefined) continue
      seen()
      if (failover.grace < rto) continue
      report(
        at(failover, 'grace'),
        `The automatic failover of "${id}" waits ${formatDuration(failover.grace)} before it starts, but the RTO of flow "${flowId}" is ${formatDuration(rto)}.`,
      )
    }
  },
}
