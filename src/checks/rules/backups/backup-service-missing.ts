import { componentTypes } from '#catalog'
import { restored } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const backupServiceMissing: Rule = {
  code: 'backup-service-missing',
  severity: 'note',
  title: 'Nobody says what makes the backups',
  why: 'A service of its own plans, watches and keeps backups of machines, shares and objects; a script stops unnoticed.',
  fix: 'Say backup: { service: backup-service } where a service such as Azure Backup makes them, or built-in where the store does.',
  requirements: ['backup-restore.policies.c1'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, service: script } # NOTE: Backups of "archive" (object storage) are made by a script.
  machine:
    type: vm
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h } # NOTE: Nothing says what makes the backups of "machine" (virtual machine).
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, service: backup-service }
`,
  check(subject, report, seen) {
    for (const { id, component, backup } of restored(subject)) {
      // Databases bring backups of their own; machines, shares and objects do not.
      if (component.type !== 'vm' && component.type !== 'object-storage') continue
      seen()
      const what = `"${id}" (${componentTypes[component.type]?.title.toLowerCase() ?? component.type})`
      if (backup.service === undefined)
        report(subject.at(backup, 'service'), `Nothing says what makes the backups of ${what}.`)
      else if (backup.service === 'script')
        report(subject.at(backup, 'service'), `Backups of ${what} are made by a script.`)
    }
  },
}
