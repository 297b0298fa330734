import { formatDuration } from '#units'
import { backed } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const retentionAgainstLaw: Rule = {
  code: 'retention-against-law',
  severity: 'error',
  title: 'Backups are kept for another time than the law allows',
  why: 'A breach of retention is found by the auditor, or when the backup is needed and gone.',
  fix: 'Change backup.keep, or correct the limits in data.retention with whoever answers for them.',
  requirements: ['backup-restore.costs.c3'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      retention: { atLeast: 90d, because: Tax law }
      backup: { every: 4h, keep: 35d } # ERROR: Backups of "archive" are kept for 35d, and must be kept for 90d at least (Tax law).
  people:
    type: postgres
    strategy: backup-restore
    active: [east]
    data:
      retention: { atMost: 30d, because: Privacy law }
      backup: { every: 4h, keep: 35d } # ERROR: Backups of "people" are kept for 35d, and may be kept for 30d at most (Privacy law).
  odd:
    type: postgres
    active: [east]
    data:
      retention: { atLeast: 60d, atMost: 30d, because: Two laws } # ERROR: Data of "odd" must be kept for 60d at least and may be kept for 30d at most.
      backup: { every: 4h, keep: 35d }
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      retention: { atLeast: 30d, atMost: 60d, because: Tax and privacy law }
      backup: { every: 4h, keep: 35d }
`,
  check(subject, report, seen) {
    for (const { id, data, backup } of backed(subject)) {
      if (!data.retention) continue
      seen()
      const { atLeast, atMost, because } = data.retention
      const { keep } = backup
      const least = `must be kept for ${formatDuration(atLeast ?? 0)} at least`
      const most = `may be kept for ${formatDuration(atMost ?? 0)} at most`
      if (atLeast !== undefined && atMost !== undefined && atLeast > atMost)
        report(subject.at(data.retention, 'atMost'), `Data of "${id}" ${least} and ${most}.`)
      else if (keep !== undefined && atLeast !== undefined && keep < atLeast)
        report(
          subject.at(backup, 'keep'),
          `Backups of "${id}" are kept for ${formatDuration(keep)}, and ${least} (${because}).`,
        )
      else if (keep !== undefined && atMost !== undefined && keep > atMost)
        report(
          subject.at(backup, 'keep'),
          `Backups of "${id}" are kept for ${formatDuration(keep)}, and ${most} (${because}).`,
        )
    }
  },
}
