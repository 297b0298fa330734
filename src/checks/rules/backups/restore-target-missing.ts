import { restored } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const restoreTargetMissing: Rule = {
  code: 'restore-target-missing',
  severity: 'note',
  title: 'Nobody says where it is restored',
  why: 'The old environment may be gone, or still in the hands of the attacker.',
  fix: 'Name the environment that is restored to: backup: { restoreTo: … }.',
  requirements: ['backup-restore.procedures.c2'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h } # NOTE: Nothing says to which environment "archive" is restored.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, restoreTo: A clean subscription in the west }
`,
  check(subject, report, seen) {
    for (const { id, backup } of restored(subject)) {
      seen()
      if (backup.restoreTo === undefined)
        report(subject.at(backup, 'restoreTo'), `Nothing says to which environment "${id}" is restored.`)
    }
  },
}
