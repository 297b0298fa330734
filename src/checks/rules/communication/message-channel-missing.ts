import { listed } from '../../listing.ts'
import type { Rule } from '../../rule.ts'

export const messageChannelMissing: Rule = {
  code: 'message-channel-missing',
  severity: 'note',
  title: 'A channel has no message prepared',
  why: 'Words that are looked for during an outage come late, and say too much or too little.',
  fix: 'Prepare a message under communications for each channel: email, status-page and incident-channel.',
  requirements: [
    'runbook.communication',
    'active-active.communication.c3',
    'warm-standby.communication.c3',
    'cold-standby.communication.c3',
    'backup-restore.communication.c3',
  ],
  bad: `
communications: # NOTE: No message is prepared for "email" and "status-page".
  team: { audience: Team, owner: on-call, channel: incident-channel, on: [activated], message: We move. }
`,
  good: `
communications:
  team: { audience: Team, owner: on-call, channel: incident-channel, on: [activated], message: We move. }
  customers: { audience: Customers, owner: on-call, channel: status-page, on: [activated], message: We move. }
  partners: { audience: Partners, owner: on-call, channel: email, on: [activated], message: We move. }
`,
  check({ plan, at, missing, unsure }, report, seen) {
    if (unsure('communications')) return
    seen()
    const used = new Set(Object.values(plan.communications ?? {}).map(({ channel }) => channel))
    const without = (['email', 'status-page', 'incident-channel'] as const).filter((channel) => !used.has(channel))
    if (without.length > 0)
      report(
        plan.communications ? at(plan.communications) : missing('communications'),
        `No message is prepared for ${listed(without)}.`,
      )
  },
}
