import { componentTypes } from '#catalog'
import type { Rule } from '../../rule.ts'

export const noStandby: Rule = {
  code: 'no-standby',
  severity: 'error',
  title: 'A component has nowhere to go',
  why: 'When its region is lost, the flow stays down until the region comes back.',
  fix: 'Give the component a standby in a region that the scenario spares, or say under degradesWithout what the flow does without it.',
  requirements: ['disaster.region', 'warm-standby.regions.c3', 'cold-standby.regions.c1', 'tier.1', 'tier.2'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: postgres
    active: [east] # ERROR: Scenario "east-lost" takes the only region of "shop-db", which flow "buy" (tier 1) needs.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db: { type: postgres, strategy: warm-standby, active: [east], standby: [west] }
`,
  check({ plan, critical, components, at, loses, unsure }, report, seen) {
    for (const [scenarioId, scenario] of Object.entries(plan.scenarios)) {
      if (scenario.class !== 'region') continue
      for (const [id, component] of components) {
        const demand = critical.get(id)
        if (!demand || demand.flow.tier === 3) continue
        const { flowId, flow } = demand
        seen()
        if (unsure('components', id, 'active') || unsure('components', id, 'standby')) continue
        const regional = (componentTypes[component.type]?.scope ?? 'regional') === 'regional'
        const spared = component.standby?.some((region) => !scenario.loses?.includes(region))
        if (!regional || !loses(scenario, component) || spared || component.strategy === 'backup-restore') continue
        report(
          at(component, 'active'),
          `Scenario "${scenarioId}" takes the only region of "${id}", which flow "${flowId}" (tier ${flow.tier}) needs.`,
        )
      }
    }
  },
}
