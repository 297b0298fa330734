import { strategies } from '#catalog'
import type { Component } from '#plan'
import { routesOf } from '../../routes.ts'
import type { Rule } from '../../rule.ts'

export const routingMethodMisfit: Rule = {
  code: 'routing-method-misfit',
  severity: 'error',
  title: 'A routing method contradicts the strategy behind it',
  why: 'Users are sent to a region that does not serve, or a region that serves gets none.',
  fix: 'Route by weight or latency to active-active, and by priority to a standby.',
  requirements: [
    'active-active.traffic.c1',
    'warm-standby.traffic.c1',
    'warm-standby.traffic.c3',
    'cold-standby.traffic.c1',
    'cold-standby.traffic.c2',
  ],
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
    needs: [door, api]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: active-active, active: [east, west] }
  edge:
    type: traffic-manager
    routing: { method: priority } # ERROR: "edge" routes by priority, and "shop" behind it is active-active.
  api: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  door:
    type: front-door
    routing: { method: weighted } # ERROR: "door" routes by weight, and "api" behind it is warm standby.
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
      const { routing } = router
      if (!routing) continue
      seen()
      const misfits = behind.filter(([, { strategy }]) => !fits(routing.method, strategy))
      const [first] = misfits
      // One router may lead to parts of either kind, each by a method of its own.
      if (!first || misfits.length < behind.length) continue
      const [behindId, { strategy }] = first
      report(
        at(routing, 'method'),
        `"${id}" routes by ${words[routing.method]}, and "${behindId}" behind it is ${strategy ? strategies[strategy].title : ''}.`,
      )
    }
  },
}

type Method = NonNullable<Component['routing']>['method']

const words: Readonly<Record<Method, string>> = {
  priority: 'priority',
  weighted: 'weight',
  latency: 'latency',
  geographic: 'geography',
  single: 'nothing, to one endpoint',
}

/** A single endpoint before a standby is moved by hand, of which another rule speaks. */
function fits(method: Method, strategy: Component['strategy']): boolean {
  const alone = method === 'priority' || method === 'single'
  return strategy === 'active-active' ? !alone : alone
}
