import { contactOf } from '../../activations.ts'
import { listed } from '../../listing.ts'
import type { Rule } from '../../rule.ts'

export const activationWithoutDeputy: Rule = {
  code: 'activation-without-deputy',
  severity: 'warning',
  title: 'Only one person may declare the disaster',
  why: 'When that person cannot be reached, nobody with authority can, and the recovery waits.',
  fix: 'Give the contact a phone number or an e-mail address, and a deputy.',
  requirements: [
    'runbook.activation',
    'runbook.communication',
    'active-active.communication.c1',
    'warm-standby.communication.c1',
    'cold-standby.communication.c1',
    'backup-restore.communication.c1',
  ],
  bad: `
contacts:
  on-call: { name: Engineer on call } # WARNING: "on-call" declares "east-lost" and has no deputy. # WARNING: "on-call" declares "east-lost" and has neither phone nor e-mail.
`,
  good: `
contacts:
  on-call: { name: Engineer on call, phone: "+1 555 0140", deputy: team-lead }
  team-lead: { name: Team lead, phone: "+1 555 0141" }
`,
  check({ plan, at, unsure }, report, seen) {
    const declares = new Map<string, { readonly all: string[]; readonly alone: string[] }>()
    for (const [scenario, { declaredBy }] of Object.entries(plan.activation ?? {}))
      for (const role of new Set(declaredBy)) {
        const of = declares.get(role) ?? { all: [], alone: [] }
        declares.set(role, of)
        of.all.push(scenario)
        // Several people who may declare it stand in for one another.
        if (declaredBy.length === 1) of.alone.push(scenario)
      }
    for (const [role, { all, alone }] of declares) {
      const contact = contactOf(plan, role)
      if (!contact) continue
      seen()
      const has = (key: 'deputy' | 'phone' | 'email') => contact[key] !== undefined || unsure('contacts', role, key)
      if (alone.length > 0 && !has('deputy'))
        report(at(contact), `"${role}" declares ${listed(alone)} and has no deputy.`)
      if (!has('phone') && !has('email'))
        report(at(contact), `"${role}" declares ${listed(all)} and has neither phone nor e-mail.`)
    }
  },
}
