import { formatDuration } from '#units'
import { routesOf } from '../../routes.ts'
import type { Rule } from '../../rule.ts'

export const routingByHand: Rule = {
  code: 'routing-by-hand',
  severity: 'warning',
  title: 'Traffic to an active-active service is moved by hand',
  why: 'Users meet the lost region until somebody has noticed, decided and acted, though another one serves.',
  fix: 'Let a failing probe take the endpoint out: automatic: true.',
  requirements: ['active-active.traffic.c3'],
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
    routing: { method: weighted, probed: every-endpoint, automatic: false } # WARNING: "edge" moves traffic by hand, and "shop" behind it is active-active; the RTO of flow "buy" is 30m.
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
  check({ plan, tightest, at }, report, seen) {
    const demands = tightest('rto', 'region')
    for (const { id, router, behind } of routesOf(plan)) {
      const active = behind.find(([, { strategy }]) => strategy === 'active-active')
      if (!active || router.routing?.automatic === undefined) continue
      seen()
      if (router.routing.automatic) continue
      const demand = demands.get(active[0])
      const limit = demand ? `; the RTO of flow "${demand.flowId}" is ${formatDuration(demand.value)}` : ''
      report(
        at(router.routing, 'automatic'),
        `"${id}" moves traffic by hand, and "${active[0]}" behind it is active-active${limit}.`,
      )
    }
  },
}
