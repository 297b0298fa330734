import type { Rule } from '../../rule.ts'

export const drillMissing: Rule = {
  code: 'drill-missing',
  severity: 'warning',
  title: 'A scenario is never rehearsed',
  why: 'A recovery and a way back that were never tried stay theory, and their times stay guesses.',
  fix: 'Add a drill of the scenario to drills; it rehearses the failover and the failback.',
  requirements: ['test.drills', 'test.rehearse'],
  bad: `
scenarios:
  east-lost: { class: region, loses: [east] } # WARNING: No drill rehearses "east-lost".
drills: []
`,
  good: `
drills:
  - { scenario: east-lost, every: 90d, target: lab }
`,
  check({ plan, at, unsure }, report, seen) {
    // A drill that the parser has left out may be the one.
    if (unsure('drills')) return
    for (const [id, scenario] of Object.entries(plan.scenarios)) {
      if (scenario.class === 'blip') continue
      seen()
      const drills = (plan.drills ?? []).filter((drill) => drill.scenario === id)
      if (drills.length === 0) report(at(scenario), `No drill rehearses "${id}".`)
      else if (drills.every((drill) => drill.kind === 'tabletop'))
        report(at(scenario), `"${id}" is only talked through at a table.`)
    }
  },
}
