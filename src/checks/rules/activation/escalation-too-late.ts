import { formatDuration } from '#units'
import type { Rule } from '../../rule.ts'

export const escalationTooLate: Rule = {
  code: 'escalation-too-late',
  severity: 'error',
  title: 'The escalation comes after the decision',
  why: 'Whoever is called when the time is over can only watch.',
  fix: 'Escalate early enough that somebody can still decide in time.',
  requirements: [
    'runbook.activation',
    'warm-standby.communication.c4',
    'active-active.communication.c4',
    'cold-standby.communication.c4',
    'disaster.escalation',
  ],
  bad: `
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    decideWithin: 10m
    declaredBy: [on-call]
    escalation:
      - { after: 5m, to: team-lead }
      - { after: 10m, to: director } # ERROR: "director" is called after 10m, but "east-lost" must be decided within 10m.
contacts:
  on-call: { name: Engineer on call, phone: "+1 555 0140", email: on-call@shop.example, deputy: team-lead }
  team-lead: { name: Team lead, phone: "+1 555 0141", email: team-lead@shop.example }
  director: { name: Director, phone: "+1 555 0142", email: director@shop.example }
`,
  good: `
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    decideWithin: 10m
    declaredBy: [on-call]
    escalation: [{ after: 5m, to: team-lead }]
`,
  check({ plan, at }, report, seen) {
    for (const [id, { decideWithin, escalation = [] }] of Object.entries(plan.activation ?? {})) {
      if (decideWithin === undefined) continue
      for (const call of escalation) {
        seen()
        if (call.after >= decideWithin)
          report(
            at(call, 'after'),
            `"${call.to}" is called after ${formatDuration(call.after)}, but "${id}" must be decided within ${formatDuration(decideWithin)}.`,
          )
      }
    }
  },
}
