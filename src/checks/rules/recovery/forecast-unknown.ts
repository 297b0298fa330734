import { forecastsOf } from '../../forecasts.ts'
import { listed } from '../../listing.ts'
import type { Rule } from '../../rule.ts'

export const forecastUnknown: Rule = {
  code: 'forecast-unknown',
  severity: 'note',
  title: 'A recovery cannot be timed',
  why: 'Nobody can say whether the RTO will be kept as long as a step may take any time.',
  fix: 'Say with stepTakes how long each step by hand of a component takes, with decideWithin the decision; or drill.',
  requirements: [
    'muster.objectives.warm-standby',
    'muster.objectives.cold-standby',
    'muster.objectives.backup-restore',
  ],
  bad: `
activation:
  east-lost: # NOTE: Nobody knows how long "decide.east-lost" takes, so the recovery from "east-lost" cannot be timed.
    when: 'probes.shop.failingFor >= duration("2m")'
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
  check(subject, report, seen) {
    const { plan, at } = subject
    for (const { id, scenario, timed } of forecastsOf(subject)) {
      seen()
      const unknown = [...new Set(timed.flatMap((flow) => flow.unknown))]
      if (unknown.length === 0) continue
      const activation = Object.hasOwn(plan.activation ?? {}, id) ? plan.activation?.[id] : undefined
      report(
        at(activation ?? scenario),
        `Nobody knows how long ${listed(unknown)} ${unknown.length === 1 ? 'takes' : 'take'}, so the recovery from "${id}" cannot be timed.`,
      )
    }
  },
}
