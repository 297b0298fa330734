import { conditionsOf } from '../../conditions.ts'
import type { Rule } from '../../rule.ts'

export const unknownFact: Rule = {
  code: 'unknown-fact',
  severity: 'error',
  title: 'A condition asks for an unknown fact',
  why: 'A fact that nobody measures is never true, so the scenario would never be declared.',
  fix: 'Add a probe, or ask for a fact that the plan declares.',
  requirements: ['runbook.activation', 'friction.criteria'],
  bad: `
activation:
  east-lost:
    when: 'probes.shopp.failing' # ERROR: probes.shopp.failing is no fact that this plan declares.
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
      if (problem?.code !== 'unknown-fact') continue
      // A probe that the parser has left out is there, and its own fault is told.
      const probe = /^probes\.([\w-]+)/.exec(problem.detail)?.[1]
      if (probe === undefined || !subject.known('probes', probe)) report(spot, problem.detail, problem.fix)
    }
  },
}
