import { strategies } from '#catalog'
import type { Component } from '#plan'
import { componentOf } from '../../demand.ts'
import { isRouted, isRouter, routesOf } from '../../routes.ts'
import type { Rule } from '../../rule.ts'

export const routingUnstated: Rule = {
  code: 'routing-unstated',
  severity: 'note',
  title: 'Nothing says how traffic changes regions',
  why: 'A region that is ready and gets no traffic serves nobody.',
  fix: 'Add the component that routes to what the flow needs, with routing: { method: …, automatic: …, probed: every-endpoint }.',
  requirements: ['active-active.traffic.c1', 'warm-standby.traffic.c1', 'cold-standby.traffic.c1'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [edge, shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
  look:
    does: A visitor looks around
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop] # NOTE: Flow "look" reaches "shop" (warm standby), and no component leads its users from one region to another.
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  edge: { type: traffic-manager } # NOTE: "edge" leads to "shop" (warm standby), and nothing says by which method.
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
    const state = (id: string, { strategy }: Component) => `"${id}" (${strategy ? strategies[strategy].title : ''})`
    for (const [flowId, flow] of Object.entries(plan.flows)) {
      const needed = flow.needs.map((id) => [id, componentOf(plan, id)] as const)
      const [id, routed] = needed.find(([, one]) => one && isRouted(one)) ?? []
      if (!routed || unsure('flows', flowId, 'needs')) continue
      seen()
      // A name that stands for nothing may be the router; another rule speaks of it.
      if (needed.some(([, one]) => !one || isRouter(one))) continue
      report(
        at(flow, 'needs'),
        `Flow "${flowId}" reaches ${state(id as string, routed)}, and no component leads its users from one region to another.`,
      )
    }
    for (const { id, router, behind } of routesOf(plan)) {
      const [first] = behind
      if (router.routing || !first || unsure('components', id, 'routing')) continue
      report(at(router), `"${id}" leads to ${state(...first)}, and nothing says by which method.`)
    }
  },
}
