import type { Rule } from '../../rule.ts'

export const activationUnstated: Rule = {
  code: 'activation-unstated',
  severity: 'note',
  title: 'A disaster other than a lost region has no activation criteria',
  why: 'Without criteria that everyone accountable understands, time is lost while people wonder whether this is it.',
  fix: 'Add activation criteria under the name of the scenario, by a probe that would notice it.',
  requirements: ['runbook.activation', 'friction.criteria'],
  bad: `
scenarios:
  east-lost: { class: region, loses: [east] }
  shop-corrupt: { class: corruption, of: [shop] } # NOTE: Nothing says when "shop-corrupt" is declared, and by whom.
`,
  good: `
scenarios:
  east-lost: { class: region, loses: [east] }
  shop-corrupt: { class: corruption, of: [shop] }
activation:
  east-lost: { when: 'probes.shop.failingFor >= duration("2m")', declaredBy: [on-call] }
  shop-corrupt: { when: 'probes.shop.failingFor >= duration("5m")', declaredBy: [on-call] }
drills:
  - { scenario: east-lost, every: 90d, target: lab }
  - { scenario: shop-corrupt, every: 90d, kind: restore }
`,
  check({ plan, at, unsure }, report, seen) {
    for (const [id, scenario] of Object.entries(plan.scenarios)) {
      // A lost region without criteria is an error of its own, and a blip must have none.
      if (scenario.class === 'region' || scenario.class === 'blip' || unsure('activation', id)) continue
      seen()
      if (!Object.hasOwn(plan.activation ?? {}, id))
        report(at(scenario), `Nothing says when "${id}" is declared, and by whom.`)
    }
  },
}
