import { factsOf } from '#conditions'
import { criteriaOf } from '../../activations.ts'
import { canHold, soonest } from '../../satisfy.ts'
import type { Rule } from '../../rule.ts'

export const activationWithoutDuration: Rule = {
  code: 'activation-without-duration',
  severity: 'warning',
  title: 'A single failed probe may declare the disaster',
  why: 'One lost answer is no disaster, and a failover that nobody needed is an outage of its own.',
  fix: 'Say how long the fault must last, such as probes.shop.failingFor >= duration("2m").',
  requirements: ['disaster.blip', 'friction.criteria', 'cost.tier-2'],
  bad: `
activation:
  east-lost:
    when: 'probes.shop.failing' # WARNING: The criteria of "east-lost" hold as soon as a probe fails once.
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
      // What asks about no probe is another fault, and has its own rule.
      if (!when || !factsOf(when).some((fact) => fact.startsWith('probes.'))) continue
      seen()
      if (soonest(when) === 0 && canHold({ not: when }) !== false)
        report(at(activation, 'when'), `The criteria of "${id}" hold as soon as a probe fails once.`)
    }
  },
}
