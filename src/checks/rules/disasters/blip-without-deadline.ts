import { formatDuration } from '#units'
import type { Rule } from '../../rule.ts'

export const blipWithoutDeadline: Rule = {
  code: 'blip-without-deadline',
  severity: 'note',
  title: 'A blip has no deadline or no successor',
  why: 'A disturbance that is left alone can grow into a disaster, and nobody notices the moment.',
  fix: 'Say with healsWithin by when it must be over, and with becomes what it is treated as after that.',
  requirements: ['disaster.escalation', 'disaster.blip'],
  bad: `
scenarios:
  east-lost: { class: region, loses: [east] }
  short-pause: { class: blip, becomes: east-lost } # NOTE: The blip "short-pause" does not say by when it heals.
  long-pause: { class: blip, healsWithin: 1m } # NOTE: The blip "long-pause" does not say what it becomes after 1m.
  odd-pause: { class: blip, healsWithin: 1m, becomes: long-pause } # NOTE: The blip "odd-pause" becomes "long-pause", which is a blip as well.
`,
  good: `
scenarios:
  east-lost: { class: region, loses: [east] }
  short-pause: { class: blip, healsWithin: 1m, becomes: east-lost }
`,
  check({ plan, at, unsure }, report, seen) {
    for (const [id, scenario] of Object.entries(plan.scenarios)) {
      const { class: kind, healsWithin, becomes } = scenario
      if (kind !== 'blip' || unsure('scenarios', id)) continue
      seen()
      if (healsWithin === undefined) report(at(scenario), `The blip "${id}" does not say by when it heals.`)
      else if (becomes === undefined)
        report(at(scenario), `The blip "${id}" does not say what it becomes after ${formatDuration(healsWithin)}.`)
      else if (Object.hasOwn(plan.scenarios, becomes) && plan.scenarios[becomes]?.class === 'blip')
        report(at(scenario, 'becomes'), `The blip "${id}" becomes "${becomes}", which is a blip as well.`)
    }
  },
}
