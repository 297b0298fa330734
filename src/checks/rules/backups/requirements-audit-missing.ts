import { usesRestore } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const requirementsAuditMissing: Rule = {
  code: 'requirements-audit-missing',
  severity: 'note',
  title: 'RPO and RTO are not looked at again',
  why: 'Business changes, and backups go on meeting objectives that nobody needs any more, or missing those that somebody does.',
  fix: 'Add audits: [{ of: requirements, by: …, last: …, every: 365d }].',
  requirements: ['backup-restore.audit.c3'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h }
audits: [] # NOTE: No audit looks at the RPO and RTO of what is restored from backups.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h }
audits:
  - { of: requirements, by: Head of service, last: 2026-11-01, every: 365d }
`,
  check(subject, report, seen) {
    if (!usesRestore(subject) || subject.unsure('audits')) return
    seen()
    const { audits } = subject.plan
    if (!audits?.some((audit) => audit.of === 'requirements'))
      report(subject.missing('audits', 0), 'No audit looks at the RPO and RTO of what is restored from backups.')
  },
}
