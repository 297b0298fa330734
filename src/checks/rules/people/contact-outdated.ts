import { formatDuration } from '#units'
import { dayAfter } from '../../days.ts'
import type { Rule } from '../../rule.ts'

export const contactOutdated: Rule = {
  code: 'contact-outdated',
  severity: 'warning',
  title: 'The details of a contact are old',
  why: 'People change their work and their numbers more often than plans are read.',
  fix: 'Call or write to the contact, and put the day into confirmedOn.',
  requirements: ['runbook.communication', 'classify.review'],
  bad: `
contacts:
  on-call: { name: Engineer on call, phone: "+1 555 0140", email: on-call@shop.example, confirmedOn: 2026-08-01, deputy: team-lead } # WARNING: "on-call" was last reached on 2026-08-01, and the plan is to be reviewed every 90d.
  team-lead: { name: Team lead, phone: "+1 555 0141", email: team-lead@shop.example, confirmedOn: 2026-10-01 }
`,
  good: `
contacts:
  on-call: { name: Engineer on call, phone: "+1 555 0140", email: on-call@shop.example, confirmedOn: 2026-08-26, deputy: team-lead }
  team-lead: { name: Team lead, phone: "+1 555 0141", email: team-lead@shop.example, confirmedOn: 2026-10-01 }
`,
  check({ plan, asOf, at, unsure }, report, seen) {
    if (unsure('metadata', 'review')) return
    const every = plan.metadata.review?.every
    for (const [role, contact] of Object.entries(plan.contacts ?? {})) {
      if (contact.confirmedOn === undefined) continue
      seen()
      if (dayAfter(contact.confirmedOn, every ?? usual) >= asOf) continue
      const limit =
        every === undefined
          ? `details older than ${formatDuration(usual)} are not to be relied on`
          : `the plan is to be reviewed every ${formatDuration(every)}`
      report(at(contact, 'confirmedOn'), `"${role}" was last reached on ${contact.confirmedOn}, and ${limit}.`)
    }
  },
}

/** Where the plan has no interval of its own: half a year, judged by the authors. Seconds. */
const usual = 180 * 86_400
