import { backed, named } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const backupProofMissing: Rule = {
  code: 'backup-proof-missing',
  severity: 'note',
  title: 'No restore of a backup is proven',
  why: 'No scenario of the plan rests on it yet; the day on which one does is a bad day to try it for the first time.',
  fix: 'Restore it, verify what comes back, and write the day into backup.restoreProven.',
  requirements: ['backup-restore.restore-tests.c1', 'disaster.corruption'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  books:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: sync }
      backup: { every: 4h } # NOTE: "books" has backups, and no restore of them is proven.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  books:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: sync }
      backup: { every: 4h, restoreProven: 2026-11-01 }
`,
  check(subject, report, seen) {
    const spoilt = named(subject, (_, scenario) => scenario.class === 'corruption')
    for (const { id, component, backup } of backed(subject)) {
      // Where a flow rests on the backup, a warning says so.
      if (subject.critical.has(id) && (component.strategy === 'backup-restore' || spoilt.has(id))) continue
      seen()
      if (backup.restoreProven === undefined)
        report(subject.at(backup, 'restoreProven'), `"${id}" has backups, and no restore of them is proven.`)
    }
  },
}
