import { backed } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const backupRetentionMissing: Rule = {
  code: 'backup-retention-missing',
  severity: 'note',
  title: 'Nobody says how long backups are kept',
  why: 'Damage is often noticed late, and then only a backup from before it helps.',
  fix: 'Say how long they are kept: backup: { keep: 35d }.',
  requirements: ['backup-restore.policies.c3'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h } # NOTE: Backups of "archive" are kept for an unknown time.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, keep: 35d }
`,
  check(subject, report, seen) {
    for (const { id, backup } of backed(subject)) {
      seen()
      if (backup.keep === undefined)
        report(subject.at(backup, 'keep'), `Backups of "${id}" are kept for an unknown time.`)
    }
  },
}
