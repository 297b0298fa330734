import { componentTypes } from '#catalog'
import type { Rule } from '../../rule.ts'

export const restoreWithoutBackup: Rule = {
  code: 'restore-without-backup',
  severity: 'error',
  title: 'A component is to be restored, and nothing is backed up',
  why: 'Backup and restore without a backup recovers nothing.',
  fix: 'Add the backup under data: backup: { every: …, keep: …, redundancy: geo }, or choose another strategy.',
  requirements: ['tier.3', 'tier.3.integrity', 'backup-restore.policies.c1'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore # ERROR: "archive" is recovered by backup and restore, and has no backup.
    active: [east]
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h }
`,
  check({ components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      if (component.strategy !== 'backup-restore') continue
      // What holds nothing is built again, and not restored.
      if (componentTypes[component.type]?.holdsData === false && !component.data) continue
      seen()
      if (!component.data?.backup && !unsure('components', id, 'data'))
        report(at(component, 'strategy'), `"${id}" is recovered by backup and restore, and has no backup.`)
    }
  },
}
