import { formatDuration } from '#units'
import { quarter, usesRestore } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const backupAuditMissing: Rule = {
  code: 'backup-audit-missing',
  severity: 'note',
  title: 'Backups are not audited every quarter',
  why: 'New data joins a system without a backup, until somebody compares the two.',
  fix: 'Add audits: [{ of: backups, by: …, last: …, every: 90d }].',
  requirements: ['backup-restore.audit.c1'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h }
audits:
  - { of: backups, by: Internal audit, last: 2026-11-01, every: 365d } # NOTE: Backups are audited every 365d, and a quarter is 92d at most.
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
  - { of: backups, by: Internal audit, last: 2026-11-01, every: 90d }
`,
  check(subject, report, seen) {
    if (!usesRestore(subject)) return
    seen()
    const audits = (subject.plan.audits ?? []).filter((audit) => audit.of === 'backups')
    const [often] = [...audits].sort((a, b) => a.every - b.every)
    if (!often) {
      if (!subject.unsure('audits')) report(subject.missing('audits'), 'No audit of the backups is planned.')
    } else if (often.every > quarter)
      report(
        subject.at(often, 'every'),
        `Backups are audited every ${formatDuration(often.every)}, and a quarter is ${formatDuration(quarter)} at most.`,
      )
  },
}
