import { conditionsOf } from '../../conditions.ts'
import type { Rule } from '../../rule.ts'

export const conditionNotAllowed: Rule = {
  code: 'condition-not-allowed',
  severity: 'error',
  title: 'A condition says more than conditions may',
  why: 'What a condition asks for must be clear to everyone who is accountable, and computed by nobody.',
  fix: 'Use facts, comparisons, &&, ||, ! and duration("2m"), and nothing else.',
  requirements: ['runbook.activation', 'friction.criteria'],
  bad: `
activation:
  east-lost:
    when: '[1, 2].exists(x, x > 1)' # ERROR: A condition cannot compute, search or call anything.
    declaredBy: [on-call]
`,
  good: `
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    declaredBy: [on-call]
`,
  check(subject, report, seen) {
    for (const { spot, problem } of conditionsOf(subject)) {
      seen()
      if (problem?.code === 'condition-not-allowed') report(spot, problem.detail, problem.fix)
    }
  },
}
