import { componentTypes } from '#catalog'
import type { Rule } from '../../rule.ts'

export const strategyUnstated: Rule = {
  code: 'strategy-unstated',
  severity: 'warning',
  title: 'A component in one region has no strategy',
  why: 'Nobody has said how it comes back when its region is lost, and nothing of it stands anywhere else.',
  fix: 'Choose a strategy, with a standby where it needs one, or say under degradesWithout what the flow does without it.',
  requirements: ['classify.right-size', 'disaster.region', 'friction.shared-responsibility'],
  bad: `
components:
  shop:
    type: web-service
    active: [east] # WARNING: Flow "buy" (tier 1) needs "shop", which is in east only and has no strategy.
scenarios: {}
activation: {}
drills: []
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
`,
  check({ critical, components, at, unsure, plan, loses }, report, seen) {
    const lost = Object.values(plan.scenarios).filter((scenario) => scenario.class === 'region')
    for (const [id, component] of components) {
      const { strategy, active = [], standby = [], shared, type } = component
      const demand = critical.get(id)
      const regional = (Object.hasOwn(componentTypes, type) ? componentTypes[type]?.scope : 'regional') === 'regional'
      if (!demand || demand.value === 3 || !regional || shared) continue
      seen()
      if (strategy !== undefined || active.length !== 1 || standby.length > 0) continue
      // Where a scenario takes that region, `no-standby` speaks.
      if (lost.some((scenario) => loses(scenario, component))) continue
      if (unsure('components', id)) continue
      report(
        at(component, 'active'),
        `Flow "${demand.flowId}" (tier ${demand.value}) needs "${id}", which is in ${active[0]} only and has no strategy.`,
      )
    }
  },
}
