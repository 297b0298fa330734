import { regionsOf } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const regionUnused: Rule = {
  code: 'region-unused',
  severity: 'note',
  title: 'A region is used by nothing',
  why: 'It is either paid for without need, or a standby that somebody believes to be there.',
  fix: 'Name it under active, standby or vault of what is there, or remove it.',
  requirements: ['classify.right-size'],
  bad: `
regions:
  east: { location: eastus2 }
  west: { location: centralus }
  north: { location: northeurope } # NOTE: Nothing of the workload is in region "north".
`,
  good: `
regions:
  east: { location: eastus2 }
  west: { location: centralus }
`,
  check({ plan, components, at, unsure }, report, seen) {
    const used = new Set<string | undefined>([
      ...(plan.deployment?.runsIn ?? []),
      ...(plan.security?.audit?.regions ?? []),
    ])
    for (const [, component] of components) {
      for (const region of regionsOf(component)) used.add(region)
      used.add(component.data?.backup?.vault)
    }
    for (const steps of [plan.recovery?.failover, plan.recovery?.failback])
      for (const { region } of Object.values(steps ?? {})) used.add(region)
    // A component that the parser has left out may be there.
    if (unsure('components')) return
    for (const [id, region] of Object.entries(plan.regions)) {
      seen()
      if (!used.has(id)) report(at(region), `Nothing of the workload is in region "${id}".`)
    }
  },
}
