import { routesOf } from '../../routes.ts'
import type { Rule } from '../../rule.ts'

export const routingProbesPartial: Rule = {
  code: 'routing-probes-partial',
  severity: 'warning',
  title: 'Not every endpoint is probed',
  why: 'Traffic stays with an endpoint that is down, or moves to one of which nobody knows whether it answers.',
  fix: 'Probe every endpoint: probed: every-endpoint.',
  requirements: ['active-active.traffic.c2', 'active-active.traffic.c3', 'cold-standby.traffic.c3'],
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
    routing: { method: weighted, probed: some-endpoints } # WARNING: "edge" probes some of the endpoints of "shop", and not every one.
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
    routing: { method: weighted, probed: every-endpoint, automatic: true, ttl: 30s }
`,
  check({ plan, at }, report, seen) {
    for (const { id, router, behind } of routesOf(plan)) {
      const { routing } = router
      if (routing?.probed === undefined) continue
      seen()
      const them = `the endpoints of "${behind[0]?.[0]}"`
      if (routing.probed !== 'every-endpoint')
        report(
          at(routing, 'probed'),
          `"${id}" probes ${routing.probed === 'no-endpoint' ? `none of ${them}` : `some of ${them}, and not every one`}.`,
        )
    }
  },
}
