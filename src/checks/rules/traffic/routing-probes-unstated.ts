import { routesOf } from '../../routes.ts'
import type { Rule } from '../../rule.ts'

export const routingProbesUnstated: Rule = {
  code: 'routing-probes-unstated',
  severity: 'note',
  title: 'Nothing says whether each endpoint is probed',
  why: 'An active-active service is as good as the probe that takes a dead region out of it.',
  fix: 'Add probe: NAME and probed: every-endpoint to the routing.',
  requirements: ['active-active.traffic.c2'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [edge, shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: active-active, active: [east, west] }
  edge:
    type: traffic-manager
    routing: { method: latency } # NOTE: "edge" leads to "shop" in several regions at once, and nothing says whether each endpoint is probed.
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
  shop: { type: web-service, strategy: active-active, active: [east, west] }
  edge:
    type: traffic-manager
    routing: { method: latency, probed: every-endpoint, automatic: true, ttl: 30s }
`,
  check({ plan, at, unsure }, report, seen) {
    for (const { id, router, behind } of routesOf(plan)) {
      const active = behind.find(([, { strategy }]) => strategy === 'active-active')
      const { routing } = router
      if (!active || !routing) continue
      seen()
      if (routing.probed === undefined && !unsure('components', id, 'routing'))
        report(
          at(routing),
          `"${id}" leads to "${active[0]}" in several regions at once, and nothing says whether each endpoint is probed.`,
        )
    }
  },
}
