import type { Rule } from '../../rule.ts'

export const messageMomentMissing: Rule = {
  code: 'message-moment-missing',
  severity: 'note',
  title: 'Somebody is told of the disaster and never of its end',
  why: 'People who wait for the end of a disturbance stay away, or call.',
  fix: 'Add restored to on, or a message of its own for the same audience.',
  requirements: [
    'runbook.communication',
    'active-active.communication.c3',
    'warm-standby.communication.c3',
    'cold-standby.communication.c3',
    'backup-restore.communication.c3',
  ],
  bad: `
communications:
  team: { audience: Team, owner: on-call, channel: incident-channel, on: [activated, restored], message: We move. }
  customers: { audience: Customers, owner: on-call, channel: status-page, on: [activated], message: We move. } # NOTE: "Customers" are told that the plan is activated, and not when service is restored.
`,
  good: `
communications:
  customers-told: { audience: Customers, owner: on-call, channel: status-page, on: [activated], message: We move. }
  customers-served: { audience: Customers, owner: on-call, channel: status-page, on: [restored], message: We are back. }
`,
  check({ plan, at, unsure }, report, seen) {
    if (unsure('communications')) return
    const messages = Object.values(plan.communications ?? {})
    const released = new Set(messages.flatMap(({ audience, on }) => (on.includes('restored') ? [audience] : [])))
    const named = new Set<string>()
    for (const message of messages) {
      const { audience, on, channel } = message
      // Those in the incident channel work on the recovery, and see its end there.
      if (!on.includes('activated') || named.has(audience) || channel === 'incident-channel') continue
      named.add(audience)
      seen()
      if (!released.has(audience))
        report(
          at(message, 'on'),
          `"${audience}" are told that the plan is activated, and not when service is restored.`,
        )
    }
  },
}
