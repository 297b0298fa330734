import { isInternal } from '../../messages.ts'
import type { Rule } from '../../rule.ts'

export const messageNotApproved: Rule = {
  code: 'message-not-approved',
  severity: 'note',
  title: 'The wording of a message is not approved',
  why: 'A message that somebody must first approve goes out hours after everybody has noticed.',
  fix: 'Have the wording approved beforehand, and write who did so and when under approved.',
  requirements: [
    'runbook.communication',
    'active-active.communication.c3',
    'warm-standby.communication.c3',
    'cold-standby.communication.c3',
    'backup-restore.communication.c3',
  ],
  bad: `
communications:
  team: { audience: Team, owner: on-call, channel: incident-channel, on: [activated], message: We move. }
  customers: { audience: Customers, owner: on-call, channel: status-page, on: [activated], message: We move. } # NOTE: Nobody has approved what "Customers" will read on the status-page.
`,
  good: `
communications:
  customers:
    audience: Customers
    owner: on-call
    channel: status-page
    on: [activated, restored]
    message: "{{ event }}"
    approved: { by: team-lead, on: 2026-10-01 }
`,
  check({ plan, at, unsure }, report, seen) {
    for (const [id, message] of Object.entries(plan.communications ?? {})) {
      // Colleagues may be told in any words.
      if (isInternal(message) || unsure('communications', id, 'approved')) continue
      seen()
      if (!message.approved)
        report(
          at(message),
          `Nobody has approved what "${message.audience}" will ${message.channel === 'phone' ? 'hear' : 'read'} ${ways[message.channel]}.`,
        )
    }
  },
}

const ways = {
  email: 'by email',
  'status-page': 'on the status-page',
  'incident-channel': 'in the incident-channel',
  phone: 'by phone',
  console: 'on the console',
} as const
