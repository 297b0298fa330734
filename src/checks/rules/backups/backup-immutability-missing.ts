import { backed } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const backupImmutabilityMissing: Rule = {
  code: 'backup-immutability-missing',
  severity: 'note',
  title: 'Nobody says whether backups can be deleted',
  why: 'Most vaults allow it until they are locked.',
  fix: 'Lock the vault and say immutable: true, or say immutable: false and have it accepted.',
  requirements: ['disaster.corruption'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h } # NOTE: Nothing says whether backups of "archive" can be deleted before their time.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, immutable: true }
`,
  check(subject, report, seen) {
    for (const { id, backup } of backed(subject)) {
      seen()
      if (backup.immutable === undefined)
        report(
          subject.at(backup, 'immutable'),
          `Nothing says whether backups of "${id}" can be deleted before their time.`,
        )
    }
  },
}
