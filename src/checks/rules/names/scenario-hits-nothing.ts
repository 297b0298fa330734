import type { Scenario } from '#plan'
import { regionsOf, sentence } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const scenarioHitsNothing: Rule = {
  code: 'scenario-hits-nothing',
  severity: 'warning',
  title: 'A scenario hits nothing of the workload',
  why: 'Rehearsing it proves nothing, and what it was meant for is not prepared.',
  fix: 'Say what is lost: regions under loses, components under of, capabilities under takes, or the regions between which the network fails.',
  requirements: [
    'disaster.region',
    'disaster.control-plane',
    'disaster.multi-tier',
    'disaster.extended',
    'disaster.partition',
  ],
  bad: `
regions:
  east: { location: eastus2 }
  west: { location: centralus }
  north: { location: northeurope }
scenarios:
  east-lost: { class: region, loses: [east] }
  storm: { class: extended, loses: [north], lasts: 7d } # WARNING: Scenario "storm" takes north, where nothing of the workload is.
  layers: { class: multi-tier } # WARNING: Scenario "layers" names nothing that it takes.
  split: { class: partition, between: [east] } # WARNING: Scenario "split" names fewer than two regions that no longer see each other.
`,
  good: `
scenarios:
  east-lost: { class: region, loses: [east] }
  no-management: { class: control-plane, takes: [arm-control-plane] }
  split: { class: partition, between: [east, west] }
drills:
  - { scenario: east-lost, every: 90d, target: lab }
  - { scenario: no-management, every: 180d, target: lab }
  - { scenario: split, every: 180d, target: lab }
`,
  check({ plan, components, at, unsure }, report, seen) {
    // A component that the parser has left out may be the one that is hit.
    if (unsure('components')) return
    const used = new Set<string | undefined>()
    for (const [, component] of components) {
      for (const region of regionsOf(component)) used.add(region)
      used.add(component.data?.backup?.vault)
    }
    for (const [id, scenario] of Object.entries(plan.scenarios)) {
      if (scenario.class === 'blip' || unsure('scenarios', id)) continue
      seen()
      const what = faultOf(scenario, used, plan.regions)
      if (what !== undefined) report(at(scenario), `Scenario "${id}" ${what}`)
    }
  },
}

/** Region and corruption have a rule of their own; the loss of management says by itself what it takes. */
const told: ReadonlySet<Scenario['class']> = new Set(['region', 'corruption', 'control-plane'])

/** What makes a scenario hit nothing; of lost regions and corruptions without names, scenario-takes-nothing speaks. */
function faultOf(scenario: Scenario, used: ReadonlySet<string | undefined>, regions: object): string | undefined {
  const { class: kind, loses = [], of = [], takes = [], between = [] } = scenario
  const parts = [...of, ...takes]
  if (kind === 'partition' && between.length < 2 && [...parts, ...loses].length === 0)
    return 'names fewer than two regions that no longer see each other.'
  if (!told.has(kind) && [...parts, ...loses, ...between].length === 0) return 'names nothing that it takes.'
  const empty = loses.length > 0 && loses.every((region) => !used.has(region) && Object.hasOwn(regions, region))
  if (empty && parts.length === 0) return `takes ${sentence(loses)}, where nothing of the workload is.`
  return undefined
}
