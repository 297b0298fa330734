import { backed } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const backupNotImmutable: Rule = {
  code: 'backup-not-immutable',
  severity: 'warning',
  title: 'Backups can be changed or deleted',
  why: 'An attacker destroys the backups first, and a mistake in a script does it as well.',
  fix: 'Lock the vault, so that nobody can shorten, change or delete what lies there, and say immutable: true.',
  requirements: ['disaster.corruption', 'tier.3.integrity'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, immutable: false } # WARNING: Backups of "archive" can be deleted before their time.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, immutable: true }
`,
  check(subject, report, seen) {
    for (const { id, backup } of backed(subject)) {
      if (backup.immutable === undefined) continue
      seen()
      if (!backup.immutable)
        report(subject.at(backup, 'immutable'), `Backups of "${id}" can be deleted before their time.`)
    }
  },
}
