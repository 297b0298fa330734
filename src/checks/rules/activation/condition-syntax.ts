import { conditionsOf } from '../../conditions.ts'
import type { Rule } from '../../rule.ts'

export const conditionSyntax: Rule = {
  code: 'condition-syntax',
  severity: 'error',
  title: 'A condition cannot be read',
  why: 'A condition that nobody can read activates nothing.',
  fix: 'Write facts, comparisons, && and ||, such as probes.shop.failingFor >= duration("2m").',
  requirements: ['runbook.activation', 'friction.criteria'],
  bad: `
activation:
  east-lost:
    when: 'probes.shop.failingFor >= 2m' # ERROR: The condition cannot be read: found m but expecting end of input.
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
      if (problem?.code === 'condition-syntax') report(spot, problem.detail, problem.fix)
    }
  },
}
