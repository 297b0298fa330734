import { restored } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const restoreTimeMissing: Rule = {
  code: 'restore-time-missing',
  severity: 'note',
  title: 'Nobody says how long a restore takes',
  why: 'Without a measured time nobody can tell whether the RTO can be kept.',
  fix: 'Take the time in a restore drill, and write it into backup.restoreTakes.',
  requirements: ['backup-restore.restore-tests.c3', 'muster.objectives.backup-restore'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h } # NOTE: Nothing says how long a restore of "archive" takes.
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
      backup: { every: 4h, restoreTakes: 2h, restoreProven: 2026-11-01 }
`,
  check(subject, report, seen) {
    for (const { id, backup } of restored(subject)) {
      seen()
      if (backup.restoreTakes === undefined)
        report(subject.at(backup, 'restoreTakes'), `Nothing says how long a restore of "${id}" takes.`)
    }
  },
}
