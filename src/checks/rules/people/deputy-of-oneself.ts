import type { Rule } from '../../rule.ts'

export const deputyOfOneself: Rule = {
  code: 'deputy-of-oneself',
  severity: 'error',
  title: 'A contact is its own deputy',
  why: 'When that person cannot be reached, the deputy cannot be reached either.',
  fix: 'Name somebody else, or leave deputy out.',
  requirements: [
    'runbook.communication',
    'warm-standby.communication.c1',
    'active-active.communication.c1',
    'cold-standby.communication.c1',
    'backup-restore.communication.c1',
  ],
  bad: `
contacts:
  on-call: { name: Engineer on call, phone: "+1 555 0140", email: on-call@shop.example, deputy: on-call } # ERROR: "on-call" stands in for itself.
`,
  good: `
contacts:
  on-call: { name: Engineer on call, phone: "+1 555 0140", email: on-call@shop.example, deputy: team-lead }
  team-lead: { name: Team lead, phone: "+1 555 0141", email: team-lead@shop.example }
`,
  check({ plan, at }, report, seen) {
    for (const [role, contact] of Object.entries(plan.contacts ?? {})) {
      if (contact.deputy === undefined) continue
      seen()
      if (contact.deputy === role) report(at(contact, 'deputy'), `"${role}" stands in for itself.`)
    }
  },
}
