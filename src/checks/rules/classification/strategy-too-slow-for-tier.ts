import { strategies, tiers } from '#catalog'
import { formatDuration } from '#units'
import { pathOf } from '../../backups.ts'
import type { Demand } from '../../demand.ts'
import type { Rule } from '../../rule.ts'

export const strategyTooSlowForTier: Rule = {
  code: 'strategy-too-slow-for-tier',
  severity: 'error',
  title: 'A strategy is too slow for a flow that relies on it',
  why: 'A flow is back only when the slowest component that it needs is back.',
  fix: 'Choose a readier strategy for the component, or lower the tier of the flow and have it signed again.',
  requirements: ['tier.0', 'tier.1', 'tier.2', 'tier.component', 'classify.right-size', 'friction.budget'],
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
      const tier = Math.min(demand?.value ?? 3, component.tier ?? 3) as 0 | 1 | 2 | 3
      if (component.strategy === undefined || (!demand && component.tier === undefined)) continue
      seen()
      const { title, rtoAtBest } = strategies[component.strategy]
      const allowed = tiers[tier].strategies
      const least = allowed.at(-1)
      const recovered = `"${id}" is recovered by ${title};`
      const rto = soonest.get(id)
      if (!allowed.includes(component.strategy)) {
        const whose = demand?.value === tier ? `flow "${demand.flowId}" is tier ${tier}` : `it is tier ${tier} itself`
        report(
          at(component, 'strategy'),
          `${recovered} ${whose}, which needs ${least ? strategies[least].title : ''} or readier${through(demand?.value === tier ? demand : undefined)}.`,
        )
      } else if (rto !== undefined && rtoAtBest > rto.value)
        report(
          at(component, 'strategy'),
          `${recovered} flow "${rto.flowId}" has an RTO of ${formatDuration(rto.value)}, and that takes ${formatDuration(rtoAtBest)} at best${through(rto)}.`,
        )
    }
  },
}

/** How the flow comes to need it, where that is not plain from the flow itself. */
function through(demand: Demand | undefined): string {
  return demand && demand.path().length > 1 ? ` (${pathOf(demand)})` : ''
}
