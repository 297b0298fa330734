import { formatDuration } from '#units'
import { backed } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const backupGoneTooSoon: Rule = {
  code: 'backup-gone-too-soon',
  severity: 'error',
  title: 'Backups are gone before the next one is there',
  why: 'For a part of the time there is no backup at all.',
  fix: 'Keep backups for several intervals, and longer than damage may go unnoticed.',
  requirements: ['backup-restore.policies.c3', 'disaster.corruption'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 24h, keep: 12h } # ERROR: Backups of "archive" are kept for 12h, and run every 1d.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 24h, keep: 35d }
`,
  check(subject, report, seen) {
    for (const { id, backup } of backed(subject)) {
      const { every, keep } = backup
      if (keep === undefined) continue
      seen()
      if (keep <= every)
        report(
          subject.at(backup, 'keep'),
          `Backups of "${id}" are kept for ${formatDuration(keep)}, and run every ${formatDuration(every)}.`,
        )
    }
  },
}
