import { formatDuration } from '#units'
import { askedOfBackups, backed } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const rpoBackupInterval: Rule = {
  code: 'rpo-backup-interval',
  severity: 'error',
  title: 'Backup interval exceeds the RPO',
  why: 'What was written since the last backup is lost, or, where the log of changes is kept beside it, since the log was last sent. Data that somebody made wrong are restored from the log as they were just before.',
  fix: 'Shorten the interval, keep the log as well (data.backup.log), or raise the RPO and have it signed again.',
  requirements: ['backup-restore.policies.c3', 'muster.objectives.backup-restore'],
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
      backup: { every: 4h, redundancy: geo, restoreProven: 2026-11-01 }
`,
  check(subject, report, seen) {
    const asked = askedOfBackups(subject, 'rpo')
    for (const { id, component, backup } of backed(subject))
      for (const [what, demand, isSpoilt] of asked(id, component)) {
        seen()
        const { log, every } = backup
        if (every <= demand.value || (log && (isSpoilt || log.every <= demand.value))) continue
        const needs = `but the ${what} of flow "${demand.flowId}" is ${formatDuration(demand.value)}.`
        if (log && log.every < every)
          report(subject.at(log, 'every'), `The log of "${id}" is sent every ${formatDuration(log.every)}, ${needs}`)
        else report(subject.at(backup, 'every'), `Backups of "${id}" run every ${formatDuration(every)}, ${needs}`)
      }
  },
}
