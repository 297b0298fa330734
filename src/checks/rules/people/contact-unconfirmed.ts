import { listed } from '../../listing.ts'
import type { Rule } from '../../rule.ts'

export const contactUnconfirmed: Rule = {
  code: 'contact-unconfirmed',
  severity: 'note',
  title: 'Contacts were never tried',
  why: 'A number that was never called is wrong exactly when it is needed.',
  fix: 'Call or write to each contact, and put the day into confirmedOn.',
  requirements: ['runbook.communication'],
  bad: `
contacts: # NOTE: Nobody says when "team-lead" and "director" were last reached by these details.
  on-call: { name: Engineer on call, phone: "+1 555 0140", email: on-call@shop.example, confirmedOn: 2026-11-01 }
  team-lead: { name: Team lead, phone: "+1 555 0141", email: team-lead@shop.example }
  director: { name: Director, phone: "+1 555 0142", email: director@shop.example }
`,
  good: `
contacts:
  on-call: { name: Engineer on call, phone: "+1 555 0140", email: on-call@shop.example, confirmedOn: 2026-11-01, deputy: team-lead }
  team-lead: { name: Team lead, phone: "+1 555 0141", email: team-lead@shop.example, confirmedOn: 2026-11-01 }
`,
  check({ plan, at, unsure }, report, seen) {
    const never: string[] = []
    for (const [role, { confirmedOn }] of Object.entries(plan.contacts ?? {})) {
      seen()
      if (confirmedOn === undefined && !unsure('contacts', role, 'confirmedOn')) never.push(role)
    }
    if (plan.contacts && never.length > 0)
      report(
        at(plan.contacts),
        `Nobody says when ${listed(never)} ${never.length === 1 ? 'was' : 'were'} last reached by these details.`,
      )
  },
}
