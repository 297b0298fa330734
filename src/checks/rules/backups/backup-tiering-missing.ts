import { storageTiers } from '#catalog'
import { formatDuration } from '#units'
import { restored } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const backupTieringMissing: Rule = {
  code: 'backup-tiering-missing',
  severity: 'note',
  title: 'Older backups stay where they are dear',
  why: 'The older a backup is, the less likely it is read, and the cheaper it can lie.',
  fix: 'Say when they move: backup: { tiering: [{ after: 90d, to: archive }] }, as far as the RTO can wait for it.',
  requirements: ['backup-restore.storage-tiers.c2'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, keep: 365d, tier: cool } # NOTE: Backups of "archive" are kept for 365d, and never move to cheaper storage.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, keep: 365d, tier: cool, tiering: [{ after: 90d, to: archive }] }
`,
  check(subject, report, seen) {
    for (const { id, backup } of restored(subject)) {
      const { keep, tier, tiering = [] } = backup
      // What is gone before the next tier is even charged in full has nowhere cheaper to go.
      if (keep === undefined || keep <= storageTiers.cold.chargedFor || tier === 'archive') continue
      seen()
      if (tiering.length === 0 && !subject.unsure('components', id, 'data', 'backup', 'tiering'))
        report(
          subject.at(backup, 'tiering'),
          `Backups of "${id}" are kept for ${formatDuration(keep)}, and never move to cheaper storage.`,
        )
    }
  },
}
