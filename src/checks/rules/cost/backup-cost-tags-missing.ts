import { usesRestore } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const backupCostTagsMissing: Rule = {
  code: 'backup-cost-tags-missing',
  severity: 'note',
  title: 'The costs of backups cannot be told apart',
  why: 'Without tags of their own, growing backups hide in the costs of everything else.',
  fix: 'Tag what belongs to backups and say so: budget: { backups: { tags: { purpose: backup } } }.',
  requirements: ['backup-restore.costs.c1', 'cost.tooling'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h }
budget: { backups: { thresholds: [80%] } } # NOTE: No tag marks what is spent on backups.
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
budget: { backups: { thresholds: [80%], tags: { purpose: backup } } }
`,
  check(subject, report, seen) {
    if (!usesRestore(subject)) return
    seen()
    const { budget } = subject.plan
    if (Object.keys(budget?.backups?.tags ?? {}).length > 0 || subject.unsure('budget', 'backups', 'tags')) return
    const spot = budget?.backups ? subject.at(budget.backups, 'tags') : subject.missing('budget', 'backups')
    report(spot, 'No tag marks what is spent on backups.')
  },
}
