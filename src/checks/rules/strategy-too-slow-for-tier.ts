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
  check({ critical, tightest, components, at }, report, seen) {
    const soonest = tightest('rto')
    for (const [id, component] of components) {
      const demand = critical.get(id)
      if (component.strategy === undefined || !demand) continue
      seen()
      const { title, rtoAtBest } = strategies[component.strategy]
      const { flow } = demand
      const allowed = tiers[flow.tier].strategies
      const least = allowed.at(-1)
      const recovered = `"${id}" is recovered by ${title}; flow`
      const rto = soonest.get(id)
      if (!allowed.includes(component.strategy))
        report(
          at(component, 'strategy'),
          `${recovered} "${demand.flowId}" is tier ${flow.tier}, which needs ${least ? strategies[least].title : ''} or readier.`,
        )
      else if (rto !== undefined && rtoAtBest > rto.value)
        report(
          at(component, 'strategy'),
          `${recovered} "${rto.flowId}" has an RTO of ${formatDuration(rto.value)}, and that takes ${formatDuration(rtoAtBest)} at best.`,
        )
    }
  },
}
