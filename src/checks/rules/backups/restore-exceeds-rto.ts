import { formatDuration } from '#units'
import { askedOfBackups, backed, pathOf } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const restoreExceedsRto: Rule = {
  code: 'restore-exceeds-rto',
  severity: 'error',
  title: 'A restore takes longer than the RTO',
  why: 'The flow is back only when the slowest restore is done.',
  fix: 'Restore faster, keep a standby instead, or raise the RTO and have it signed again.',
  requirements: ['backup-restore.restore-tests.c3', 'muster.objectives.backup-restore', 'tier.3', 'friction.budget'],
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
      backup: { every: 4h, restoreProven: 2026-11-01, restoreTakes: 18h } # ERROR: A restore of "archive" takes 18h, but the RTO of flow "look-up" is 12h (look-up > archive).
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
      backup: { every: 4h, restoreProven: 2026-11-01, restoreTakes: 3h }
`,
  check(subject, report, seen) {
    const asked = askedOfBackups(subject, 'rto')
    for (const { id, component, backup } of backed(subject)) {
      const takes = backup.restoreTakes
      if (takes === undefined) continue
      for (const [what, demand] of asked(id, component)) {
        seen()
        if (takes > demand.value)
          report(
            subject.at(backup, 'restoreTakes'),
            `A restore of "${id}" takes ${formatDuration(takes)}, but the ${what} of flow "${demand.flowId}" is ${formatDuration(demand.value)} (${pathOf(demand)}).`,
          )
      }
    }
  },
}
