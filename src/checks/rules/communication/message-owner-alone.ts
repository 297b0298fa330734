import { contactOf } from '../../activations.ts'
import type { Rule } from '../../rule.ts'

export const messageOwnerAlone: Rule = {
  code: 'message-owner-alone',
  severity: 'note',
  title: 'Nobody stands in for the owner of a message',
  why: 'When the owner cannot be reached, the message is not sent, or is sent by three people.',
  fix: 'Give the contact a deputy.',
  requirements: ['runbook.communication'],
  bad: `
communications:
  team: { audience: Team, owner: team-lead, channel: incident-channel, on: [activated], message: We move. } # NOTE: "team-lead" owns messages and has no deputy.
  others: { audience: Others, owner: team-lead, channel: email, on: [activated], message: We move. }
`,
  good: `
communications:
  team: { audience: Team, owner: on-call, channel: incident-channel, on: [activated], message: We move. }
`,
  check({ plan, at, unsure }, report, seen) {
    // Of whoever alone may declare the disaster, a warning says the same.
    const alone = new Set(
      Object.values(plan.activation ?? {}).flatMap(({ declaredBy }) => (declaredBy.length === 1 ? declaredBy : [])),
    )
    const named = new Set<string>()
    for (const message of Object.values(plan.communications ?? {})) {
      const contact = contactOf(plan, message.owner)
      if (!contact || named.has(message.owner) || unsure('contacts', message.owner, 'deputy')) continue
      named.add(message.owner)
      seen()
      if (contact.deputy === undefined && !alone.has(message.owner))
        report(at(message, 'owner'), `"${message.owner}" owns messages and has no deputy.`)
    }
  },
}
