import { parseCondition } from '#conditions'
import { declaredFacts } from '#plan'
import { formatDuration } from '#units'
import { thresholdOf } from '../conditions.ts'
import type { Rule } from '../rule.ts'

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
  check({ plan, needs, at, loses }, report) {
    const facts = declaredFacts(plan)
    for (const [id, activation] of Object.entries(plan.activation ?? {})) {
      const scenario = Object.hasOwn(plan.scenarios, id) ? plan.scenarios[id] : undefined
      const { condition } = parseCondition(activation.when, facts)
      if (!scenario || scenario.class === 'blip' || !condition) continue
      const threshold = thresholdOf(condition)
      const within = activation.decideWithin ?? 0
      const touched = new Set(
        needs
          .filter((need) => !need.dispensable && (loses(scenario, need.component) || scenario.of?.includes(need.id)))
          .map((need) => need.flowId),
      )
      for (const flowId of touched) {
        const objectives = plan.flows[flowId]?.objectives
        const rto = objectives?.[scenario.class]?.rto ?? objectives?.default.rto
        if (rto === undefined || threshold + within < rto) continue
        report(
          at(activation, activation.decideWithin === undefined ? 'when' : 'decideWithin'),
          `"${id}" is noticed after ${formatDuration(threshold)} and decided within ${formatDuration(within)}, but the RTO of flow "${flowId}" is ${formatDuration(rto)}.`,
        )
      }
    }
  },
}
