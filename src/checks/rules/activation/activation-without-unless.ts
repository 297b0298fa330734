import { criteriaOf, trippedByRelease } from '../../activations.ts'
import type { Rule } from '../../rule.ts'

export const activationWithoutUnless: Rule = {
  code: 'activation-without-unless',
  severity: 'note',
  title: 'Nothing speaks against a declaration',
  why: 'A release, or work that was announced, looks like a disaster to a probe.',
  fix: 'Add unless, such as deployment.inProgress, or a probe that would fail too if the fault were elsewhere.',
  requirements: ['friction.criteria', 'cost.tier-2'],
  bad: `
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")' # NOTE: "east-lost" is declared whatever else goes on.
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
    for (const one of criteriaOf(plan)) {
      const { id, activation } = one
      seen()
      // Where a release would set it off, a warning says so.
      if (activation.unless === undefined && !unsure('activation', id, 'unless') && !trippedByRelease(plan, one))
        report(at(activation, 'when'), `"${id}" is declared whatever else goes on.`)
    }
  },
}
