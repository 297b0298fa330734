import { strategies, tiers } from '#catalog'
import { formatDuration } from '#units'
import type { Rule } from '../rule.ts'

export const strategyTooSlowForTier: Rule = {
  code: 'strategy-too-slow-for-tier',
  severity: 'error',
  title: 'A strategy is too slow for a flow that relies on it',
  why: 'A flow is back only when the slowest component that it needs is back.',
  fix: 'Choose a readier strategy for the component, or lower the tier of the flow and have it signed again.',
  requirements: ['tier.0', 'tier.1', 'tier.2', 'tier.component', 'friction.budget'],
  bad: `
components:
  shop:
    type: web-service
    strategy: cold-standby # ERROR: "shop" is recovered by cold standby; flow "buy" is tier 1, which needs warm standby or readier.
    active: [east]
    standby: [west]
    needs: [shop-db]
  shop-db: { type: postgres, strategy: warm-standby, active: [east], standby: [west] }
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db: { type: postgres, strategy: warm-standby, active: [east], standby: [west] }
`,
  check({ needs, at }, report) {
    for (const { flowId, flow, id, component, dispensable } of needs) {
      if (component.strategy === undefined || dispensable) continue
      const { title, rtoAtBest } = strategies[component.strategy]
      const allowed = tiers[flow.tier].strategies
      const rto = flow.objectives.default.rto
      const least = allowed.at(-1)
      const recovered = `"${id}" is recovered by ${title}; flow "${flowId}"`
      if (!allowed.includes(component.strategy))
        report(
          at(component, 'strategy'),
          `${recovered} is tier ${flow.tier}, which needs ${least ? strategies[least].title : ''} or readier.`,
        )
      else if (rto !== undefined && rtoAtBest > rto)
        report(
          at(component, 'strategy'),
          `${recovered} has an RTO of ${formatDuration(rto)}, and that takes ${formatDuration(rtoAtBest)} at best.`,
        )
    }
  },
}
