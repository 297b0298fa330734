import { backed } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const backupPlaceMissing: Rule = {
  code: 'backup-place-missing',
  severity: 'note',
  title: 'Nobody says where the backups lie',
  why: 'Backups help after the loss of a region only where they lie outside it.',
  fix: 'Say in which region the vault is, or how it is copied: backup: { vault: …, redundancy: geo }.',
  requirements: ['backup-restore.policies.c2', 'cost.tier-3'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h } # NOTE: Backups of "archive" name neither a vault nor a redundancy.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, vault: west, redundancy: geo }
`,
  check(subject, report, seen) {
    for (const { id, backup } of backed(subject)) {
      seen()
      if (backup.vault !== undefined || backup.redundancy !== undefined) continue
      if (!subject.at(backup, 'redundancy').invalid)
        report(subject.at(backup, 'vault'), `Backups of "${id}" name neither a vault nor a redundancy.`)
    }
  },
}
