import { componentOf } from '../../demand.ts'
import { typeOf } from '../../parts.ts'
import { isRouter } from '../../routes.ts'
import type { Rule } from '../../rule.ts'

export const singleEntry: Rule = {
  code: 'single-entry',
  severity: 'note',
  title: 'There is one way in',
  why: 'Global services have been down as a whole, or could not be changed for hours, while every region behind them was well.',
  fix: 'Prepare a second way in, and describe it under failover.procedure of the component or under degradesWithout of the flow.',
  requirements: ['disaster.control-plane', 'friction.shared', 'tier.0', 'tier.1'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [edge, shop] # NOTE: Every way into flow "buy" (tier 1) leads through "edge", and the plan names no second one.
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  edge: { type: front-door }
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [edge, shop]
    degradesWithout: { edge: Customers use shop2.example that leads to the regions directly }
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  edge: { type: front-door }
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
`,
  check({ plan, at, unsure }, report, seen) {
    for (const [flowId, flow] of Object.entries(plan.flows)) {
      if (flow.tier > 1) continue
      const entries = flow.needs.filter((id) => {
        const component = componentOf(plan, id)
        return component !== undefined && isRouter(component) && typeOf(component)?.scope === 'global'
      })
      const [entry, ...others] = entries
      if (entry === undefined) continue
      seen()
      const second = componentOf(plan, entry)?.failover?.procedure !== undefined || others.length > 0
      if (second || Object.hasOwn(flow.degradesWithout ?? {}, entry)) continue
      if (unsure('components', entry, 'failover') || unsure('flows', flowId, 'degradesWithout')) continue
      report(
        at(flow.needs, flow.needs.indexOf(entry)),
        `Every way into flow "${flowId}" (tier ${flow.tier}) leads through "${entry}", and the plan names no second one.`,
      )
    }
  },
}
