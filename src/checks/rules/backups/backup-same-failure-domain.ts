import { backed } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const backupSameFailureDomain: Rule = {
  code: 'backup-same-failure-domain',
  severity: 'warning',
  title: 'Backups lie where the data lies',
  why: 'What takes the region takes the data and its backups at once.',
  fix: 'Keep the backups in a vault of another region, or choose redundancy: geo.',
  requirements: ['backup-restore.policies.c2', 'cost.tier-3', 'disaster.region', 'tier.3.integrity'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, vault: east } # WARNING: Backups of "archive" lie in "east", the only region of its data.
  books:
    type: postgres
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, redundancy: zone } # WARNING: Backups of "books" are zone-redundant, so no copy leaves "east", the only region of its data.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, vault: west }
  books:
    type: postgres
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, redundancy: geo }
`,
  check(subject, report, seen) {
    for (const { id, component, backup } of backed(subject)) {
      const { vault, redundancy } = backup
      if (vault === undefined && redundancy === undefined) continue
      const [home, ...more] = new Set(component.active)
      if (home === undefined) continue
      seen()
      // A second live region still has the data when the first is gone.
      if (more.length > 0 || redundancy === 'geo' || (vault !== undefined && vault !== home)) continue
      const only = `"${home}", the only region of its data`
      if (vault !== undefined) report(subject.at(backup, 'vault'), `Backups of "${id}" lie in ${only}.`)
      else if (!subject.at(backup, 'vault').invalid)
        report(
          subject.at(backup, 'redundancy'),
          `Backups of "${id}" are ${redundancy === 'zone' ? 'zone-redundant' : 'kept locally'}, so no copy leaves ${only}.`,
        )
    }
  },
}
