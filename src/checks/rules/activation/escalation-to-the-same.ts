import { listed } from '../../listing.ts'
import type { Rule } from '../../rule.ts'

export const escalationToTheSame: Rule = {
  code: 'escalation-to-the-same',
  severity: 'warning',
  title: 'The escalation calls only those who were asked already',
  why: 'Whoever did not answer the first time is asked again, and nobody else learns of it.',
  fix: 'Escalate to somebody who does not declare it anyway.',
  requirements: [
    'runbook.activation',
    'warm-standby.communication.c4',
    'active-active.communication.c4',
    'cold-standby.communication.c4',
  ],
  bad: `
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    decideWithin: 10m
    declaredBy: [on-call, team-lead]
    escalation: [{ after: 5m, to: team-lead }] # WARNING: The escalation of "east-lost" leads to nobody but "on-call" and "team-lead", who declare it anyway.
`,
  good: `
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    decideWithin: 10m
    declaredBy: [on-call]
    escalation: [{ after: 3m, to: on-call }, { after: 5m, to: team-lead }]
`,
  check({ plan, at, unsure }, report, seen) {
    for (const [id, activation] of Object.entries(plan.activation ?? {})) {
      const { declaredBy, escalation = [] } = activation
      if (escalation.length === 0 || unsure('activation', id)) continue
      seen()
      if (escalation.every(({ to }) => declaredBy.includes(to)))
        report(
          at(activation, 'escalation'),
          `The escalation of "${id}" leads to nobody but ${listed(declaredBy)}, who ${declaredBy.length === 1 ? 'declares' : 'declare'} it anyway.`,
        )
    }
  },
}
