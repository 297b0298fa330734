import { backed } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const backupControlMissing: Rule = {
  code: 'backup-control-missing',
  severity: 'note',
  title: 'Nobody says who controls the backups',
  why: 'Backups under the same control as the data are lost to the same mistake, and to the same attacker.',
  fix: 'Name who alone may delete them, somebody else than who runs the data: backup: { controlledBy: … }.',
  requirements: ['disaster.corruption'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h } # NOTE: Nothing says who may delete the backups of "archive".
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, controlledBy: backup-team }
`,
  check(subject, report, seen) {
    for (const { id, backup } of backed(subject)) {
      seen()
      if (backup.controlledBy === undefined)
        report(subject.at(backup, 'controlledBy'), `Nothing says who may delete the backups of "${id}".`)
    }
  },
}
