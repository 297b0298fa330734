import { onWorkload } from '../../grades-topics.ts'
import type { Rule } from '../../rule.ts'

export const labDrillOnly: Rule = {
  code: 'lab-drill-only',
  severity: 'note',
  title: 'The workload itself is never rehearsed',
  why: 'A lab proves a pattern; whether this workload recovers, and how fast, only a drill on it can show.',
  fix: 'Add a drill whose target is an environment of the workload, and describe it under targets.',
  requirements: ['test.drills'],
  bad: `
drills: # NOTE: None of the 2 drills runs on an environment of the workload.
  - { scenario: east-lost, every: 90d, target: lab }
  - { scenario: east-lost, every: 30d, kind: tabletop, target: tabletop }
`,
  good: `
drills:
  - { scenario: east-lost, every: 30d, target: lab }
  - { scenario: east-lost, every: 180d, target: staging }
targets:
  staging: { subject: nonprod, components: { shop: { east: { url: "https://e.stg.example" } } } }
`,
  check({ plan, at, unsure }, report, seen) {
    const drills = plan.drills ?? []
    if (drills.length === 0 || unsure('drills')) return
    seen()
    if (drills.some(onWorkload)) return
    const which = drills.length === 1 ? 'The only drill does not run' : `None of the ${drills.length} drills runs`
    report(at(drills), `${which} on an environment of the workload.`)
  },
}
