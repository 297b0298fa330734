import type { Component } from '#plan'
import { formatDuration } from '#units'
import type { Demand } from '../demand.ts'
import type { Rule } from '../rule.ts'
import type { Subject } from '../subject.ts'

export const rpoBackupInterval: Rule = {
  code: 'rpo-backup-interval',
  severity: 'error',
  title: 'Backup interval exceeds the RPO',
  why: 'What was written since the last backup is lost.',
  fix: 'Shorten the interval, or raise the RPO and have it signed again.',
  requirements: [
    'backup-restore.policies.c3',
    'backup-restore.audit.c3',
    'muster.objectives.backup-restore',
    'tier.3.integrity',
  ],
  bad: `
flows:
  archive:
    does: Old orders are looked up
    tier: 3
    objectives: { default: { slo: 99%, rto: 24h, rpo: 4h } }
    needs: [archive-db]
    signedOff: [{ by: owner, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive-db:
    type: postgres
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 24h, redundancy: geo } # ERROR: Backups of "archive-db" run every 1d, but the RPO of flow "archive" is 4h.
`,
  good: `
flows:
  archive:
    does: Old orders are looked up
    tier: 3
    objectives: { default: { slo: 99%, rto: 24h, rpo: 4h } }
    needs: [archive-db]
    signedOff: [{ by: owner, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive-db:
    type: postgres
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, redundancy: geo }
`,
  check(subject, report, seen) {
    for (const [id, component] of subject.components) {
      const backup = component.data?.backup
      if (!backup) continue
      for (const [what, demand] of limits(id, component, subject)) {
        seen()
        if (backup.every > demand.value)
          report(
            subject.at(backup, 'every'),
            `Backups of "${id}" run every ${formatDuration(backup.every)}, but the ${what} of flow "${demand.flowId}" is ${formatDuration(demand.value)}.`,
          )
      }
    }
  },
}

/** Replicas take over what a lost region had, so backups matter where there are none, and where data was corrupted. */
function limits(
  id: string,
  component: Component,
  { plan, tightest }: Subject,
): ReadonlyArray<readonly [string, Demand]> {
  const replicated = component.data?.replication !== undefined && component.data.replication.mode !== 'none'
  const usual = tightest('rpo').get(id)
  const corrupted = tightest('rpo', 'corruption').get(id)
  const hit = Object.values(plan.scenarios).some((one) => one.class === 'corruption' && one.of?.includes(id))
  return [
    ...(usual && (!replicated || component.strategy === 'backup-restore') ? [['RPO', usual] as const] : []),
    ...(corrupted && (hit || corrupted.flow.objectives.corruption?.rpo !== undefined)
      ? [['RPO after corruption', corrupted] as const]
      : []),
  ]
}
