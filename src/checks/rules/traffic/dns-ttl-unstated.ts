import { isPassive } from '../../parts.ts'
import { routesOf } from '../../routes.ts'
import type { Rule } from '../../rule.ts'

export const dnsTtlUnstated: Rule = {
  code: 'dns-ttl-unstated',
  severity: 'note',
  title: 'Nothing says how long answers of DNS are kept',
  why: 'A failover is over for users only when their old answers have run out.',
  fix: 'Add ttl: … to the routing, short enough for the RTO.',
  requirements: ['warm-standby.traffic.c3', 'cold-standby.traffic.c3'],
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
    routing: { method: priority } # NOTE: "edge" leads users of "shop" by DNS, and nothing says how long its answers are kept.
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
  check({ plan, at, unsure }, report, seen) {
    for (const { id, router, behind } of routesOf(plan)) {
      const passive = behind.find(([, { strategy }]) => isPassive(strategy))
      if (!router.routing || !passive || !/^(traffic-manager|dns)/.test(router.type)) continue
      seen()
      if (router.routing.ttl === undefined && !unsure('components', id, 'routing'))
        report(
          at(router.routing),
          `"${id}" leads users of "${passive[0]}" by DNS, and nothing says how long its answers are kept.`,
        )
    }
  },
}
