import { strategies } from '#catalog'
import { routesOf } from '../../routes.ts'
import type { Rule } from '../../rule.ts'

export const redirectionNotAutomated: Rule = {
  code: 'redirection-not-automated',
  severity: 'note',
  title: 'Nothing says that traffic is redirected by itself',
  why: 'A redirection by hand comes on top of the recovery, and is forgotten or done too early under stress.',
  fix: 'Say automatic: true once a failed probe, or the runbook without further hands, moves the traffic.',
  requirements: ['active-active.traffic.c3', 'cold-standby.traffic.c3'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 4h, rpo: 1h, mtd: 24h } }
    needs: [edge, shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: cold-standby, active: [east], standby: [west] }
  api: { type: web-service, strategy: active-active, active: [east, west] }
  door:
    type: front-door
    needs: [api]
    routing: { method: latency } # NOTE: Nothing says whether "door" redirects the traffic of "api" (active-active) by itself.
  edge:
    type: traffic-manager
    routing: { method: priority, automatic: false } # NOTE: "edge" redirects traffic to the standby of "shop" (cold standby) by hand.
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 4h, rpo: 1h, mtd: 24h } }
    needs: [edge, shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: cold-standby, active: [east], standby: [west] }
  edge:
    type: traffic-manager
    routing: { method: priority, probed: every-endpoint, automatic: true, ttl: 30s }
`,
  check({ plan, at, unsure }, report, seen) {
    for (const { id, router, behind } of routesOf(plan)) {
      const { routing } = router
      const asked = behind.find(([, { strategy }]) => strategy === 'cold-standby' || strategy === 'active-active')
      if (!routing || !asked || unsure('components', id, 'routing')) continue
      seen()
      const [behindId, { strategy }] = asked
      const what = `"${behindId}" (${strategy ? strategies[strategy].title : ''})`
      if (routing.automatic === undefined)
        report(at(routing), `Nothing says whether "${id}" redirects the traffic of ${what} by itself.`)
      else if (!routing.automatic && strategy === 'cold-standby')
        report(at(routing, 'automatic'), `"${id}" redirects traffic to the standby of ${what} by hand.`)
    }
  },
}
