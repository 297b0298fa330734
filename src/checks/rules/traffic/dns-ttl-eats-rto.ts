import { formatDuration } from '#units'
import { isPassive } from '../../parts.ts'
import { routesOf } from '../../routes.ts'
import type { Rule } from '../../rule.ts'

export const dnsTtlEatsRto: Rule = {
  code: 'dns-ttl-eats-rto',
  severity: 'error',
  title: 'Old answers of DNS outlive the RTO',
  why: 'Whoever still has the old answer keeps asking the lost region.',
  fix: 'Shorten the ttl, or decide sooner, or raise the RTO and have it signed again.',
  requirements: ['warm-standby.traffic.c3', 'cold-standby.traffic.c3', 'active-active.traffic.c3'],
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
    routing: { method: priority, probed: every-endpoint, automatic: true, ttl: 1h } # ERROR: Answers of "edge" are kept for 1h, and a region is given up within 5m, but the RTO of flow "buy" is 30m.
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
  check({ plan, tightest, at }, report, seen) {
    const demands = tightest('rto', 'region')
    const decisions = Object.entries(plan.activation ?? {}).map(([id, { decideWithin }]) =>
      plan.scenarios[id]?.class === 'region' ? (decideWithin ?? 0) : 0,
    )
    const decided = Math.max(0, ...decisions)
    for (const { id, router, behind } of routesOf(plan)) {
      const { routing } = router
      const demand = demands.get(id)
      if (routing?.ttl === undefined || !demand) continue
      seen()
      // Where every region serves already, nobody is asked before traffic leaves the lost one.
      const waits = behind.some(([, { strategy }]) => isPassive(strategy)) ? decided : 0
      if (routing.ttl + waits <= demand.value) continue
      // Where the decision alone takes the whole RTO, that is the fault, and another rule's.
      if (waits >= demand.value && routing.ttl <= demand.value) continue
      const after = waits > 0 ? `, and a region is given up within ${formatDuration(waits)}` : ''
      report(
        at(routing, 'ttl'),
        `Answers of "${id}" are kept for ${formatDuration(routing.ttl)}${after}, but the RTO of flow "${demand.flowId}" is ${formatDuration(demand.value)}.`,
      )
    }
  },
}
