import type { Rule } from '../../rule.ts'

export const contactOneWay: Rule = {
  code: 'contact-one-way',
  severity: 'note',
  title: 'A contact can be reached in one way only',
  why: 'What takes the workload down often takes the mail, the chat or the network along.',
  fix: 'Add a second way that does not depend on the first: phone, email, chat or pager.',
  requirements: ['runbook.communication', 'backup-restore.procedures.c3'],
  bad: `
contacts:
  on-call: { name: Engineer on call, phone: "+1 555 0140", deputy: team-lead } # NOTE: "on-call" can be reached by phone only.
  team-lead: { name: Team lead } # NOTE: Nothing says how "team-lead" can be reached.
`,
  good: `
contacts:
  on-call: { name: Engineer on call, phone: "+1 555 0140", chat: "#on-call", deputy: team-lead }
  team-lead: { name: Team lead, phone: "+1 555 0141", email: team-lead@shop.example }
`,
  check({ plan, at, unsure }, report, seen) {
    for (const [role, contact] of Object.entries(plan.contacts ?? {})) {
      if (unsure('contacts', role)) continue
      seen()
      const ways = (['phone', 'email', 'chat', 'pager'] as const).filter((way) => contact[way] !== undefined)
      if (ways.length === 0) report(at(contact), `Nothing says how "${role}" can be reached.`)
      else if (ways.length === 1) report(at(contact), `"${role}" can be reached by ${ways[0]} only.`)
    }
  },
}
