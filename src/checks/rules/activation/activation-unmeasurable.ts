import { factsOf } from '#conditions'
import { criteriaOf } from '../../activations.ts'
import { canHold } from '../../satisfy.ts'
import type { Rule } from '../../rule.ts'

export const activationUnmeasurable: Rule = {
  code: 'activation-unmeasurable',
  severity: 'error',
  title: 'Activation criteria measure nothing',
  why: 'Criteria that no measurement can change are either never met or always, and tell nobody whether this is it.',
  fix: 'Ask how long a probe has been failing, such as probes.shop.failingFor >= duration("2m").',
  requirements: ['runbook.activation', 'friction.criteria', 'cold-standby.failover.c1'],
  bad: `
scenarios:
  east-lost: { class: region, loses: [east] }
  west-lost: { class: region, loses: [west] }
activation:
  east-lost:
    when: 'true' # ERROR: The criteria of "east-lost" ask about no probe.
    declaredBy: [on-call]
  west-lost:
    when: 'probes.shop.failing || !probes.shop.failing' # ERROR: The criteria of "west-lost" hold whatever the probes say.
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
  check({ plan, at }, report, seen) {
    for (const { id, activation, when } of criteriaOf(plan)) {
      if (!when) continue
      seen()
      if (!factsOf(when).some((fact) => fact.startsWith('probes.')))
        report(at(activation, 'when'), `The criteria of "${id}" ask about no probe.`)
      else if (canHold({ not: when }) === false)
        report(at(activation, 'when'), `The criteria of "${id}" hold whatever the probes say.`)
    }
  },
}
