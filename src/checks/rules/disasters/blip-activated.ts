import type { Rule } from '../../rule.ts'

export const blipActivated: Rule = {
  code: 'blip-activated',
  severity: 'error',
  title: 'A blip activates the plan',
  why: 'A blip heals by itself; a failover for its sake is the greater disturbance.',
  fix: 'Remove the activation, and name under becomes the scenario that the blip turns into.',
  requirements: ['disaster.blip'],
  bad: `
scenarios:
  east-lost: { class: region, loses: [east] }
  short-pause: { class: blip, healsWithin: 1m, becomes: east-lost }
activation:
  east-lost: { when: 'probes.shop.failingFor >= duration("2m")', declaredBy: [on-call] }
  short-pause: # ERROR: "short-pause" is a blip, and has activation criteria.
    when: 'probes.shop.failingFor >= duration("30s")'
    declaredBy: [on-call]
`,
  good: `
scenarios:
  east-lost: { class: region, loses: [east] }
  short-pause: { class: blip, healsWithin: 1m, becomes: east-lost }
`,
  check({ plan, at }, report, seen) {
    for (const [id, scenario] of Object.entries(plan.scenarios)) {
      if (scenario.class !== 'blip') continue
      seen()
      const activation = Object.hasOwn(plan.activation ?? {}, id) ? plan.activation?.[id] : undefined
      if (activation) report(at(activation), `"${id}" is a blip, and has activation criteria.`)
    }
  },
}
