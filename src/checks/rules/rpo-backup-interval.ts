import type { Flow } from '#plan'
import { formatDuration } from '#units'
import type { Rule } from '../rule.ts'
import type { Need, Subject } from '../subject.ts'

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
  check(subject, report) {
    for (const need of subject.needs) {
      const backup = need.component.data?.backup
      if (!backup) continue
      for (const [what, rpo] of limits(need, subject))
        if (rpo !== undefined && backup.every > rpo)
          report(
            subject.at(backup, 'every'),
            `Backups of "${need.id}" run every ${formatDuration(backup.every)}, but the ${what} of flow "${need.flowId}" is ${formatDuration(rpo)}.`,
          )
    }
  },
}

/** Replicas take over what a lost region had, so backups matter where there are none, and where data was corrupted. */
function limits(
  { flow, id, component }: Need,
  { plan }: Subject,
): ReadonlyArray<readonly [string, Flow['objectives']['default']['rpo']]> {
  const { default: usual, corruption } = flow.objectives
  const replicated = component.data?.replication !== undefined && component.data.replication.mode !== 'none'
  const corrupted = Object.values(plan.scenarios).some((one) => one.class === 'corruption' && one.of?.includes(id))
  return [
    ...(replicated && component.strategy !== 'backup-restore' ? [] : [['RPO', usual.rpo] as const]),
    ...(corruption?.rpo !== undefined || corrupted
      ? [['RPO after corruption', corruption?.rpo ?? usual.rpo] as const]
      : []),
  ]
}
