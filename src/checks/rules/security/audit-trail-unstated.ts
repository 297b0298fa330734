import { firstWith, unsaid } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const auditTrailUnstated: Rule = {
  code: 'audit-trail-unstated',
  severity: 'note',
  title: 'How the audit trail of the workload goes on is not stated',
  why: 'A recovery is when rights are widest and eyes are elsewhere, and it must still be known who did what.',
  fix: 'Describe the trail under security.audit: log, the regions in which it is kept, and how it goes on during a recovery.',
  requirements: [
    'active-active.security.c3',
    'warm-standby.security.c3',
    'muster.security.cold-standby',
    'muster.security.backup-restore',
  ],
  bad: `
security:
  audit: { log: shop-activity } # NOTE: Nothing says in which regions the trail "shop-activity" is kept. # NOTE: Nothing says how the trail "shop-activity" goes on while a recovery runs.
`,
  good: `
security:
  audit: { log: shop-activity, regions: [east, west], during: Both regions write to their own copy of the log }
`,
  check(subject, report, seen) {
    if (!firstWith(subject, ['active-active', 'hot-standby', 'warm-standby', 'cold-standby', 'backup-restore'])) return
    seen()
    const audit = subject.plan.security?.audit
    if (!audit)
      return unsaid(subject, report, ['security', 'audit'], 'The plan names no trail of who did what in the workload.')
    const trail = `the trail "${audit.log}"`
    unsaid(subject, report, ['security', 'audit', 'regions'], `Nothing says in which regions ${trail} is kept.`)
    unsaid(subject, report, ['security', 'audit', 'during'], `Nothing says how ${trail} goes on while a recovery runs.`)
  },
}
