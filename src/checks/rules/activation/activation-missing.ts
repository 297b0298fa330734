import type { Rule } from '../../rule.ts'

export const activationMissing: Rule = {
  code: 'activation-missing',
  severity: 'error',
  title: 'A scenario has no activation criteria',
  why: 'Without criteria that everyone accountable understands, time is lost while people wonder whether this is it.',
  fix: 'Add activation criteria under the name of the scenario: when, decideWithin and declaredBy.',
  requirements: ['runbook.activation', 'friction.criteria', 'cold-standby.failover.c1', 'cost.tier-2'],
  bad: `
scenarios:
  east-lost: { class: region, loses: [east] }
  west-lost: { class: region, loses: [west] } # ERROR: Nothing says when "west-lost" is declared, and by whom.
`,
  good: `
scenarios:
  east-lost: { class: region, loses: [east] }
`,
  check({ plan, at, unsure }, report, seen) {
    for (const [id, scenario] of Object.entries(plan.scenarios)) {
      if (scenario.class !== 'region' || unsure('activation', id)) continue
      seen()
      if (!Object.hasOwn(plan.activation ?? {}, id))
        report(at(scenario), `Nothing says when "${id}" is declared, and by whom.`)
    }
  },
}
