import type { Scenario } from '#plan'
import { formatDuration } from '#units'
import { criteriaOf } from '../../activations.ts'
import { soonest } from '../../satisfy.ts'
import type { Rule } from '../../rule.ts'

export const activationFiresOnBlip: Rule = {
  code: 'activation-fires-on-blip',
  severity: 'warning',
  title: 'The plan is activated before a blip is over',
  why: 'A disturbance that heals by itself would set off a failover, with its own downtime and loss.',
  fix: 'Let the fault last longer than the blip before the criteria hold.',
  requirements: ['disaster.blip', 'friction.criteria', 'cost.tier-2'],
  bad: `
scenarios:
  east-lost: { class: region, loses: [east] }
  short-pause: { class: blip, healsWithin: 3m, becomes: east-lost }
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")' # WARNING: The criteria of "east-lost" can hold after 2m, but the blip "short-pause" takes up to 3m to heal.
    declaredBy: [on-call]
`,
  good: `
scenarios:
  east-lost: { class: region, loses: [east] }
  short-pause: { class: blip, healsWithin: 2m, becomes: east-lost }
`,
  check({ plan, at }, report, seen) {
    const blips = Object.entries(plan.scenarios).filter(([, one]) => one.class === 'blip')
    for (const { id, activation, scenario, when } of criteriaOf(plan)) {
      const [name, blip] = longest(blips.filter(([, { becomes = id }]) => becomes === id)) ?? []
      const heals = blip?.healsWithin
      const threshold = when && soonest(when)
      // Without any length of time it is another fault.
      if (heals === undefined || threshold === undefined || scenario?.class === 'blip') continue
      seen()
      if (threshold > 0 && threshold < heals)
        report(
          at(activation, 'when'),
          `The criteria of "${id}" can hold after ${formatDuration(threshold)}, but the blip "${name}" takes up to ${formatDuration(heals)} to heal.`,
        )
    }
  },
}

type Named = readonly [id: string, blip: Scenario]

function longest(blips: readonly Named[]): Named | undefined {
  return blips.toSorted(([, a], [, b]) => (b.healsWithin ?? 0) - (a.healsWithin ?? 0))[0]
}
