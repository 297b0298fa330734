import { restored } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const backupReductionMissing: Rule = {
  code: 'backup-reduction-missing',
  severity: 'note',
  title: 'Backups are not compressed or deduplicated',
  why: 'Most of a backup is the same as the one before, and is paid for again each time.',
  fix: 'Switch both on and say compressed: true and deduplicated: true; or accept it where the data is encrypted before.',
  requirements: ['backup-restore.storage-tiers.c3'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, compressed: true } # NOTE: Backups of "archive" are not said to be deduplicated.
  books:
    type: postgres
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h } # NOTE: Backups of "books" are not said to be compressed and deduplicated.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, compressed: true, deduplicated: true }
`,
  check(subject, report, seen) {
    for (const { id, backup } of restored(subject)) {
      seen()
      const lacking = (['compressed', 'deduplicated'] as const).filter(
        (key) => !backup[key] && !subject.at(backup, key).invalid,
      )
      const [first] = lacking
      if (first !== undefined)
        report(subject.at(backup, first), `Backups of "${id}" are not said to be ${lacking.join(' and ')}.`)
    }
  },
}
