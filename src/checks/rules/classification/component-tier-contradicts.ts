import { pathOf } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const componentTierContradicts: Rule = {
  code: 'component-tier-contradicts',
  severity: 'error',
  title: 'A component is less critical than a flow that needs it',
  why: 'Whoever recovers by the tier of components brings this one back after the flow was promised.',
  fix: 'Give the component the tier of the flow, or say under degradesWithout what the flow does without it.',
  requirements: ['tier.component', 'classify.right-size'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [stock] }
  stock:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    tier: 3 # ERROR: "stock" is tier 3, and flow "buy" (tier 1) needs it (buy > shop > stock).
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [stock] }
  stock:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    tier: 1
`,
  check({ components, critical, at }, report, seen) {
    for (const [id, component] of components) {
      const demand = critical.get(id)
      if (!demand || component.tier === undefined) continue
      seen()
      if (component.tier > demand.value)
        report(
          at(component, 'tier'),
          `"${id}" is tier ${component.tier}, and flow "${demand.flowId}" (tier ${demand.value}) needs it (${pathOf(demand)}).`,
        )
    }
  },
}
