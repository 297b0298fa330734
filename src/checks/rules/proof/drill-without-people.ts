import type { Rule } from '../../rule.ts'

export const drillWithoutPeople: Rule = {
  code: 'drill-without-people',
  severity: 'note',
  title: 'People never rehearse their part',
  why: 'Steps that run by themselves teach nobody who decides, who tells whom, and what to look at.',
  fix: 'Add a drill with decision: people, or one of kind tabletop.',
  requirements: ['test.rehearse'],
  bad: `
drills: # NOTE: In every drill the decision is taken automatically.
  - { scenario: east-lost, every: 90d, target: lab, decision: automatic }
`,
  good: `
drills:
  - { scenario: east-lost, every: 90d, target: lab, decision: automatic }
  - { scenario: east-lost, every: 180d, kind: tabletop, target: tabletop }
`,
  check({ plan, at, unsure, evidence }, report, seen) {
    if (!plan.drills || plan.drills.length === 0 || unsure('drills')) return
    seen()
    // Whoever took a decision in a drill has rehearsed it, be it in the lab or at a table, whatever the plan says.
    const rehearsed = evidence.some(
      (run) => run.plan.name === plan.metadata.name && run.approvals.some(({ method }) => method === 'person'),
    )
    if (rehearsed) return
    if (plan.drills.every(({ decision, kind }) => decision === 'automatic' && kind !== 'tabletop'))
      report(at(plan.drills), 'In every drill the decision is taken automatically.')
  },
}
