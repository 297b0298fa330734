import { parseCondition } from '#conditions'
import { declaredFacts, type Plan, type Scenario } from '#plan'
import { formatDuration } from '#units'
import { thresholdOf } from '../conditions.ts'
import type { Demand } from '../demand.ts'
import type { Rule } from '../rule.ts'
import type { Subject } from '../subject.ts'

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
  check({ plan, tightest, at, hits }, report, seen) {
    const facts = declaredFacts(plan)
    for (const [id, activation] of Object.entries(plan.activation ?? {})) {
      const scenario = Object.hasOwn(plan.scenarios, id) ? plan.scenarios[id] : undefined
      const { condition } = parseCondition(activation.when, facts)
      if (!scenario || scenario.class === 'blip' || !condition) continue
      const threshold = thresholdOf(condition)
      const within = activation.decideWithin ?? 0
      seen()
      for (const [flowId, rto] of touched(plan, tightest('rto', scenario.class), scenario, hits)) {
        if (threshold + within < rto) continue
        report(
          at(activation, activation.decideWithin === undefined ? 'when' : 'decideWithin'),
          `"${id}" is noticed after ${formatDuration(threshold)} and decided within ${formatDuration(within)}, but the RTO of flow "${flowId}" is ${formatDuration(rto)}.`,
        )
      }
    }
  },
}

/** The flows whose recovery the scenario asks for, with their RTO. */
function touched(
  plan: Plan,
  soonest: ReadonlyMap<string, Demand>,
  scenario: Scenario,
  hits: Subject['hits'],
): ReadonlyMap<string, number> {
  const flows = new Map<string, number>()
  for (const id of Object.keys(plan.components)) {
    const demand = soonest.get(id)
    if (demand && hits(scenario, id)) flows.set(demand.flowId, demand.value)
  }
  return flows
}
