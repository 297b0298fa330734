import type { Rule } from '../../rule.ts'

export const escalationMissing: Rule = {
  code: 'escalation-missing',
  severity: 'note',
  title: 'Nobody is called when the decision is not taken',
  why: 'A decision that waits for people who do not answer takes the time that the recovery needs.',
  fix: 'Add escalation: after how long, and to whom.',
  requirements: [
    'active-active.communication.c4',
    'warm-standby.communication.c4',
    'cold-standby.communication.c4',
    'backup-restore.procedures.c3',
    'runbook.activation',
  ],
  bad: `
activation:
  east-lost: # NOTE: When nobody decides on "east-lost", nobody else is called.
    when: 'probes.shop.failingFor >= duration("2m")'
    declaredBy: [on-call]
`,
  good: `
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    decideWithin: 10m
    declaredBy: [on-call]
    escalation: [{ after: 5m, to: team-lead }]
`,
  check({ plan, at, unsure }, report, seen) {
    for (const [id, activation] of Object.entries(plan.activation ?? {})) {
      if (unsure('activation', id, 'escalation')) continue
      seen()
      if ((activation.escalation ?? []).length === 0)
        report(at(activation), `When nobody decides on "${id}", nobody else is called.`)
    }
  },
}
