import type { Rule } from '../rule.ts'

export const activationWithoutDeputy: Rule = {
  code: 'activation-without-deputy',
  severity: 'warning',
  title: 'Only one person may declare the disaster',
  why: 'When that person cannot be reached, nobody with authority can, and the recovery waits.',
  fix: 'Give the contact a phone number or an e-mail address, and a deputy.',
  requirements: [
    'runbook.activation',
    'runbook.communication',
    'warm-standby.communication.c1',
    'warm-standby.communication.c4',
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
    for (const [scenario, activation] of Object.entries(plan.activation ?? {})) {
      // Several people who may declare it stand in for one another.
      const alone = activation.declaredBy.length === 1
      for (const role of activation.declaredBy) {
        const contact = Object.hasOwn(plan.contacts ?? {}, role) ? plan.contacts?.[role] : undefined
        if (!contact) continue
        seen()
        const has = (key: 'deputy' | 'phone' | 'email') => contact[key] !== undefined || unsure('contacts', role, key)
        if (alone && !has('deputy')) report(at(contact), `"${role}" declares "${scenario}" and has no deputy.`)
        if (!has('phone') && !has('email'))
          report(at(contact), `"${role}" declares "${scenario}" and has neither phone nor e-mail.`)
      }
    }
  },
}
