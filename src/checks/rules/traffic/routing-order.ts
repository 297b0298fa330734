import { isPassive } from '../../parts.ts'
import { routesOf } from '../../routes.ts'
import type { Rule } from '../../rule.ts'

export const routingOrder: Rule = {
  code: 'routing-order',
  severity: 'error',
  title: 'Regions are tried in the wrong order',
  why: 'Users are sent to a region that stands by, or never to the one that has taken over.',
  fix: 'Name every region of the component, those that serve on an ordinary day first.',
  requirements: ['warm-standby.traffic.c2', 'warm-standby.traffic.c3', 'cold-standby.traffic.c2'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [edge, shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
  order:
    does: A partner sends an order
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [door, shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  edge:
    type: traffic-manager
    routing: { method: priority, order: [west, east] } # ERROR: "edge" tries "west" before "east", and "shop" serves in "east" on an ordinary day.
  door:
    type: traffic-manager
    routing: { method: priority, order: [east] } # ERROR: "door" never tries "west", where "shop" takes over.
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
    routing: { method: priority, order: [east, west], probed: every-endpoint, automatic: true, ttl: 30s }
`,
  check({ plan, at, unsure }, report, seen) {
    for (const { id, router, behind } of routesOf(plan)) {
      const order = router.routing?.order
      if (!order || unsure('components', id, 'routing', 'order')) continue
      seen()
      const places = new Map(order.map((region, index) => [region, index] as const))
      for (const [behindId, { active = [], standby = [], strategy }] of behind) {
        const left = [...active, ...standby].find((region) => !places.has(region))
        const last = Math.max(...active.map((region) => places.get(region) ?? 0))
        const early = order.findIndex((region, index) => index < last && standby.includes(region))
        if (left !== undefined)
          report(
            at(router.routing as object, 'order'),
            `"${id}" never tries "${left}", where "${behindId}" ${active.includes(left) ? 'serves' : 'takes over'}.`,
          )
        else if (isPassive(strategy) && early !== -1)
          report(
            at(order, early),
            `"${id}" tries "${order[early]}" before "${order[last]}", and "${behindId}" serves in "${order[last]}" on an ordinary day.`,
          )
        else continue
        break
      }
    }
  },
}
