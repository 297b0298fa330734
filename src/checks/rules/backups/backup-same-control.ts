import { backed } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const backupSameControl: Rule = {
  code: 'backup-same-control',
  severity: 'warning',
  title: 'Who runs the data can delete its backups',
  why: 'One stolen or angry account then takes both, and that is how attackers make sure that a ransom is paid.',
  fix: 'Let somebody else alone control the vault, and name them in backup.controlledBy.',
  requirements: ['disaster.corruption', 'tier.3.integrity'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    owner: on-call
    data:
      backup: { every: 4h, controlledBy: on-call } # WARNING: "on-call" runs "archive", and controls its backups as well.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    owner: on-call
    data:
      backup: { every: 4h, controlledBy: backup-team }
`,
  check(subject, report, seen) {
    for (const { id, component, backup } of backed(subject)) {
      if (backup.controlledBy === undefined) continue
      seen()
      const owner = component.owner ?? subject.plan.metadata.owner
      if (backup.controlledBy === owner)
        report(subject.at(backup, 'controlledBy'), `"${owner}" runs "${id}", and controls its backups as well.`)
    }
  },
}
