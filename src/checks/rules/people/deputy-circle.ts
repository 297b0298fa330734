import type { Contact } from '#plan'
import { contactOf } from '../../activations.ts'
import { listed } from '../../listing.ts'
import type { Rule } from '../../rule.ts'

export const deputyCircle: Rule = {
  code: 'deputy-circle',
  severity: 'note',
  title: 'Deputies stand in for one another in a circle',
  why: 'A chain of deputies that comes back to its beginning reaches nobody new, however often one calls.',
  fix: 'Let the last of them have a deputy outside the circle, or none.',
  requirements: [
    'runbook.communication',
    'warm-standby.communication.c1',
    'active-active.communication.c1',
    'cold-standby.communication.c1',
    'backup-restore.communication.c1',
  ],
  bad: `
contacts:
  on-call: { name: Engineer on call, phone: "+1 555 0140", email: on-call@shop.example, deputy: team-lead }
  team-lead: { name: Team lead, phone: "+1 555 0141", email: team-lead@shop.example, deputy: director }
  director: { name: Director, phone: "+1 555 0142", email: director@shop.example, deputy: team-lead } # NOTE: The deputies "team-lead" and "director" lead to nobody else.
`,
  good: `
contacts:
  on-call: { name: Engineer on call, phone: "+1 555 0140", email: on-call@shop.example, deputy: team-lead }
  team-lead: { name: Team lead, phone: "+1 555 0141", email: team-lead@shop.example }
`,
  check({ plan, at }, report, seen) {
    const done = new Set<string>()
    for (const start of Object.keys(plan.contacts ?? {})) {
      const trail = new Map<string, Contact>()
      let role = start
      while (!done.has(role)) {
        const contact = contactOf(plan, role)
        if (contact?.deputy === undefined) break
        seen()
        done.add(role)
        trail.set(role, contact)
        role = contact.deputy
      }
      // Where the way does not come back to itself, this is its last contact alone.
      const circle = [...trail].slice([...trail.keys()].indexOf(role))
      const last = circle.at(-1)?.[1]
      // A circle of one is an error of its own.
      if (last && circle.length > 1)
        report(at(last, 'deputy'), `The deputies ${listed(circle.map(([one]) => one))} lead to nobody else.`)
    }
  },
}
