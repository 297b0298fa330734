import { storageTiers } from '#catalog'
import { formatDuration } from '#units'
import { backed } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const backupTieringIdle: Rule = {
  code: 'backup-tiering-idle',
  severity: 'warning',
  title: 'A move to cheaper storage never happens',
  why: 'A rule that never acts gives the impression that costs are in hand.',
  fix: 'Let backups move before they are deleted, each time later and to a cheaper tier.',
  requirements: ['backup-restore.storage-tiers.c2'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup:
        every: 4h
        keep: 60d
        tier: cool
        tiering:
          - { after: 30d, to: hot } # WARNING: Backups of "archive" would move from cool to hot, which is no cheaper.
          - { after: 90d, to: archive } # WARNING: Backups of "archive" would move after 90d, and are deleted after 60d.
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
    for (const { id, backup } of backed(subject)) {
      const { keep } = backup
      let from = backup.tier ?? 'hot'
      for (const move of backup.tiering ?? []) {
        seen()
        const would = `Backups of "${id}" would move`
        if (keep !== undefined && move.after >= keep)
          report(
            subject.at(move, 'after'),
            `${would} after ${formatDuration(move.after)}, and are deleted after ${formatDuration(keep)}.`,
          )
        else if (order.indexOf(move.to) <= order.indexOf(from))
          report(subject.at(move, 'to'), `${would} from ${from} to ${move.to}, which is no cheaper.`)
        from = move.to
      }
    }
  },
}

/** From the dearest to the cheapest. */
const order = Object.keys(storageTiers)
