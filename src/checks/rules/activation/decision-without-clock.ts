import type { Rule } from '../../rule.ts'

export const decisionWithoutClock: Rule = {
  code: 'decision-without-clock',
  severity: 'note',
  title: 'The decision has no clock',
  why: 'A disturbance that nobody dares to call a disaster becomes one by itself.',
  fix: 'Add decideWithin: how long the decision may take once the criteria hold.',
  requirements: ['disaster.escalation', 'runbook.activation', 'friction.criteria'],
  bad: `
activation:
  east-lost: # NOTE: "east-lost" may be decided at any time after its criteria hold.
    when: 'probes.shop.failingFor >= duration("2m")'
    declaredBy: [on-call]
`,
  good: `
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    unless: deployment.inProgress
    decideWithin: 5m
    declaredBy: [on-call]
`,
  check({ plan, at, unsure }, report, seen) {
    for (const [id, activation] of Object.entries(plan.activation ?? {})) {
      if (unsure('activation', id, 'decideWithin')) continue
      seen()
      if (activation.decideWithin === undefined)
        report(at(activation), `"${id}" may be decided at any time after its criteria hold.`)
    }
  },
}
