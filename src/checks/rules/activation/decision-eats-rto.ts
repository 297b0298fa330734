import { formatDuration } from '#units'
import { criteriaOf, hitBy } from '../../activations.ts'
import type { Rule } from '../../rule.ts'
import { soonest } from '../../satisfy.ts'

export const decisionEatsRto: Rule = {
  code: 'decision-eats-rto',
  severity: 'error',
  title: 'Noticing and deciding take the whole RTO',
  why: 'The clock of the RTO starts with the fault, so nothing is left for the recovery itself.',
  fix: 'Shorten the threshold or decideWithin, or raise the RTO and have it signed again.',
  requirements: ['runbook.activation', 'friction.criteria', 'muster.objectives.warm-standby', 'disaster.escalation'],
  bad: `
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("20m")'
    decideWithin: 15m # ERROR: "east-lost" is noticed after 20m and decided within 15m, but the RTO of flow "buy" is 30m.
    declaredBy: [on-call]
`,
  good: `
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    decideWithin: 5m
    declaredBy: [on-call]
`,
  check(subject, report, seen) {
    const { plan, at, tightest } = subject
    for (const { id, activation, scenario, when } of criteriaOf(plan)) {
      const threshold = when && soonest(when)
      if (!scenario || scenario.class === 'blip' || threshold === undefined) continue
      const within = activation.decideWithin
      seen()
      const demands = tightest('rto', scenario.class)
      const touched = new Map(
        hitBy(subject, scenario).flatMap(([component]) => {
          const demand = demands.get(component)
          return demand ? [[demand.flowId, demand.value] as const] : []
        }),
      )
      for (const [flowId, rto] of touched) {
        if (threshold + (within ?? 0) < rto) continue
        report(
          at(activation, within === undefined ? 'when' : 'decideWithin'),
          `"${id}" is noticed after ${formatDuration(threshold)}${within === undefined ? '' : ` and decided within ${formatDuration(within)}`}, but the RTO of flow "${flowId}" is ${formatDuration(rto)}.`,
        )
      }
    }
  },
}
