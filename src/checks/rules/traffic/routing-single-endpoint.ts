import { isPassive } from '../../parts.ts'
import { routesOf } from '../../routes.ts'
import type { Rule } from '../../rule.ts'

export const routingSingleEndpoint: Rule = {
  code: 'routing-single-endpoint',
  severity: 'warning',
  title: 'A standby has no endpoint',
  why: 'Nobody reaches the region that took over until somebody has built a way to it, in the middle of the disaster.',
  fix: 'Add an endpoint for every region beforehand, and route by priority.',
  requirements: ['warm-standby.traffic.c1', 'cold-standby.traffic.c1'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [edge, shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  edge:
    type: traffic-manager
    routing: { method: single } # WARNING: "edge" has one endpoint, and "shop" takes over in "west".
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [edge, shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  edge:
    type: traffic-manager
    routing: { method: priority, probed: every-endpoint, automatic: true, ttl: 30s }
`,
  check({ plan, at }, report, seen) {
    for (const { id, router, behind } of routesOf(plan)) {
      const passive = behind.find(([, { strategy }]) => isPassive(strategy))
      if (!router.routing || !passive) continue
      seen()
      const [behindId, { standby }] = passive
      if (router.routing.method === 'single')
        report(
          at(router.routing, 'method'),
          `"${id}" has one endpoint, and "${behindId}" takes over in ${standby?.[0] ? `"${standby[0]}"` : 'another region'}.`,
        )
    }
  },
}
