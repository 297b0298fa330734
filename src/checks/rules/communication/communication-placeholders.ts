import { nearest } from '#diagnostics'
import { placeholders, placeholdersOf } from '#plan'
import type { Rule } from '../../rule.ts'

export const communicationPlaceholders: Rule = {
  code: 'communication-placeholders',
  severity: 'error',
  title: 'A message has an unknown placeholder',
  why: 'Customers and colleagues would read the braces instead of what was meant.',
  fix: 'Use a known placeholder.',
  requirements: [
    'runbook.communication',
    'active-active.communication.c3',
    'warm-standby.communication.c3',
    'cold-standby.communication.c3',
    'backup-restore.communication.c3',
  ],
  bad: `
communications:
  team-told:
    audience: The team
    owner: on-call
    channel: incident-channel
    on: [activated]
    message: "{{ scenario }} is declared; we move to {{ regoin.to }}." # ERROR: "regoin.to" is no placeholder.
`,
  good: `
communications:
  team-told:
    audience: The team
    owner: on-call
    channel: incident-channel
    on: [activated]
    message: "{{ scenario }} is declared; we move to {{ region.to }}."
`,
  check({ plan, at }, report, seen) {
    const known = Object.keys(placeholders)
    for (const communication of Object.values(plan.communications ?? {})) {
      seen()
      for (const { name } of placeholdersOf(communication.message).filter((one) => !one.known)) {
        const near = nearest(name, known)
        const fix = `${near ? `Did you mean {{ ${near} }}? ` : ''}Known: ${known.join(', ')}.`
        report(at(communication, 'message'), `"${name}" is no placeholder.`, fix)
      }
    }
  },
}
