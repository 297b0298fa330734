import { dayAfter } from '../../days.ts'
import type { Rule } from '../../rule.ts'

export const auditOverdue: Rule = {
  code: 'audit-overdue',
  severity: 'warning',
  title: 'An audit is overdue',
  why: 'What was in order at the last audit drifts, and nobody has looked since.',
  fix: 'Do the audit, and write the day into its last.',
  requirements: ['backup-restore.audit.c1', 'backup-restore.audit.c3'],
  bad: `
audits:
  - { of: backups, by: Internal audit, last: 2026-06-01, every: 90d } # WARNING: The last audit of backups was on 2026-06-01, so the next was due on 2026-08-30.
`,
  good: `
audits:
  - { of: backups, by: Internal audit, last: 2026-11-01, every: 90d }
`,
  check({ plan, asOf, at }, report, seen) {
    for (const audit of plan.audits ?? []) {
      seen()
      const due = dayAfter(audit.last, audit.every)
      if (due < asOf)
        report(at(audit, 'last'), `The last audit of ${audit.of} was on ${audit.last}, so the next was due on ${due}.`)
    }
  },
}
