import { storageTiers } from '#catalog'
import { formatDuration } from '#units'
import { askedOfBackups, backed } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const rehydrationExceedsRto: Rule = {
  code: 'rehydration-exceeds-rto',
  severity: 'error',
  title: 'Backups cannot be read before the RTO is over',
  why: 'What lies in an archive is fetched back for hours before the restore can even begin.',
  fix: 'Keep the newest backups in a readier tier, or raise the RTO and have it signed again.',
  requirements: ['backup-restore.storage-tiers.c1', 'tier.3', 'cost.tier-3'],
  bad: `
flows:
  look-up:
    does: Old orders are looked up
    tier: 3
    objectives: { default: { slo: 99%, rto: 12h, rpo: 4h } }
    needs: [archive]
    signedOff: [{ by: owner, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup:
        every: 4h
        restoreTakes: 3h
        restoreProven: 2026-11-01
        tier: archive # ERROR: Backups of "archive" are readable after 15h (Microsoft Learn, Blob rehydration from the archive tier: standard priority, 2026-11-24) and take 3h to restore, but the RTO of flow "look-up" is 12h.
`,
  good: `
flows:
  look-up:
    does: Old orders are looked up
    tier: 3
    objectives: { default: { slo: 99%, rto: 12h, rpo: 4h } }
    needs: [archive]
    signedOff: [{ by: owner, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, tier: cool, restoreTakes: 3h, restoreProven: 2026-11-01 }
`,
  check(subject, report, seen) {
    const asked = askedOfBackups(subject, 'rto')
    for (const { id, component, backup } of backed(subject)) {
      const { readableAfter, fetched } = storageTiers[backup.tier ?? 'hot']
      for (const [what, { value, flowId }] of asked(id, component)) {
        seen()
        const takes = backup.restoreTakes ?? 0
        // A restore that is too slow by itself is another rule's.
        if (takes > value || readableAfter + takes <= value) continue
        const restore = takes > 0 ? ` and take ${formatDuration(takes)} to restore` : ''
        report(
          subject.at(backup, 'tier'),
          `Backups of "${id}" are readable after ${formatDuration(readableAfter)} (${fetched.source}, ${fetched.asOf})${restore}, but the ${what} of flow "${flowId}" is ${formatDuration(value)}.`,
        )
      }
    }
  },
}
