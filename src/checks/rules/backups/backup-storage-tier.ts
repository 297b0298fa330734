import { restored } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const backupStorageTier: Rule = {
  code: 'backup-storage-tier',
  severity: 'note',
  title: 'Backups lie in dear storage, or nobody says in which',
  why: 'Backups are read seldom, and cool or archive storage keeps them for a fraction of the price.',
  fix: 'Choose cool, cold or archive for backup.tier, as far as the RTO can wait for it.',
  requirements: ['backup-restore.storage-tiers.c1', 'cost.tier-3'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h } # NOTE: Nothing says in which storage tier the backups of "archive" lie.
  books:
    type: postgres
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, tier: hot } # NOTE: Backups of "books" lie in the hot tier.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, tier: cool }
`,
  check(subject, report, seen) {
    for (const { id, backup } of restored(subject)) {
      seen()
      if (backup.tier === undefined)
        report(subject.at(backup, 'tier'), `Nothing says in which storage tier the backups of "${id}" lie.`)
      else if (backup.tier === 'hot') report(subject.at(backup, 'tier'), `Backups of "${id}" lie in the hot tier.`)
    }
  },
}
