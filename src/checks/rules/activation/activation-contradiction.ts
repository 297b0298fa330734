import { criteriaOf } from '../../activations.ts'
import { canHold } from '../../satisfy.ts'
import type { Rule } from '../../rule.ts'

export const activationContradiction: Rule = {
  code: 'activation-contradiction',
  severity: 'error',
  title: 'Activation criteria contradict themselves',
  why: 'Nobody would ever declare the disaster by them, and everybody would think that somebody can.',
  fix: 'Remove the part that shuts out the rest, or write || where either is meant.',
  requirements: ['runbook.activation', 'friction.criteria', 'cold-standby.failover.c1'],
  bad: `
scenarios:
  east-lost: { class: region, loses: [east] }
  west-lost: { class: region, loses: [west] }
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("5m") && probes.shop.failingFor < duration("2m")' # ERROR: The criteria of "east-lost" can never hold.
    declaredBy: [on-call]
  west-lost:
    when: 'probes.shop.failingFor >= duration("5m")'
    unless: 'probes.shop.failingFor > duration("2m") || deployment.inProgress' # ERROR: The criteria of "west-lost" hold only while what speaks against it holds too.
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
    for (const { id, activation, when, unless } of criteriaOf(plan)) {
      if (!when) continue
      seen()
      if (canHold(when) === false) report(at(activation, 'when'), `The criteria of "${id}" can never hold.`)
      else if (unless && canHold(when, unless) === false)
        report(at(activation, 'unless'), `The criteria of "${id}" hold only while what speaks against it holds too.`)
    }
  },
}
