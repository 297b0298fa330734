import { firstWith, unsaid } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const accessParityUnstated: Rule = {
  code: 'access-parity-unstated',
  severity: 'note',
  title: 'Identity and access on the other side are not stated',
  why: 'A region in which nobody can sign in, or a service has no rights, is no standby.',
  fix: 'Say under security how people and services sign in there (identity), and what keeps roles and policies alike (access).',
  requirements: [
    'active-active.security.c2',
    'warm-standby.security.c2',
    'muster.security.cold-standby',
    'muster.security.backup-restore',
  ],
  bad: `
security: # NOTE: Nothing says how people and services sign in where "shop" recovers. # NOTE: Nothing says what keeps roles and policies alike where "shop" recovers.
  residency: [US]
`,
  good: `
security:
  residency: [US]
  identity: One directory for both regions, and two emergency accounts
  access: Roles are assigned by the same code in both regions
`,
  check(subject, report, seen) {
    const first = firstWith(subject, ['active-active', 'hot-standby', 'warm-standby', 'cold-standby', 'backup-restore'])
    if (!first) return
    seen()
    const where = `where "${first[0]}" recovers.`
    const { security } = subject.plan
    if (!security)
      return unsaid(subject, report, ['security'], `Nothing says who can sign in, and with which rights, ${where}`)
    unsaid(subject, report, ['security', 'identity'], `Nothing says how people and services sign in ${where}`)
    unsaid(subject, report, ['security', 'access'], `Nothing says what keeps roles and policies alike ${where}`)
  },
}
