import { storageTiers } from '#catalog'
import { formatDuration } from '#units'
import { backed } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const backupChargedLonger: Rule = {
  code: 'backup-charged-longer',
  severity: 'note',
  title: 'Backups are deleted before their storage is paid off',
  why: 'Cheap tiers charge for a least time, so that what is deleted sooner can cost more than in a readier tier.',
  fix: 'Keep backups there for at least that time, or choose a readier tier.',
  requirements: ['backup-restore.storage-tiers.c1', 'cost.tier-3'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, keep: 35d, tier: archive } # NOTE: Backups of "archive" lie in the archive tier for 35d, and are charged for 180d (Microsoft Learn, Access tiers for blob data, 2026-11-24).
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, keep: 35d, tier: cool }
`,
  check(subject, report, seen) {
    for (const { id, backup } of backed(subject)) {
      const { keep, tier = 'hot', tiering = [] } = backup
      if (keep === undefined) continue
      seen()
      const stays = [
        { node: backup, key: 'tier', tier, after: 0 },
        ...tiering.map((move) => ({ node: move, key: 'to', tier: move.to, after: move.after })),
      ]
      for (const [index, stay] of stays.entries()) {
        const lies = Math.min(keep, stays[index + 1]?.after ?? keep) - stay.after
        const { title, chargedFor, charged } = storageTiers[stay.tier]
        if (lies <= 0 || lies >= chargedFor) continue
        report(
          subject.at(stay.node, stay.key),
          `Backups of "${id}" lie in the ${title} tier for ${formatDuration(lies)}, and are charged for ${formatDuration(chargedFor)} (${charged.source}, ${charged.asOf}).`,
        )
      }
    }
  },
}
