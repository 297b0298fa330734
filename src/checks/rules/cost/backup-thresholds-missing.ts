import { usesRestore } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const backupThresholdsMissing: Rule = {
  code: 'backup-thresholds-missing',
  severity: 'note',
  title: 'Nobody is told when backups cost too much',
  why: 'Backups grow with the data and with every longer retention, and nobody looks at them.',
  fix: 'Set thresholds for what belongs to backups: budget: { backups: { monthly: …, thresholds: [80%, 100%] } }.',
  requirements: ['backup-restore.costs.c2', 'cost.tooling'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h }
budget: { backups: { tags: { purpose: backup } } } # NOTE: No threshold is set for what backups cost.
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
budget: { backups: { monthly: 300 USD, thresholds: [80%, 100%], tags: { purpose: backup } } }
`,
  check(subject, report, seen) {
    if (!usesRestore(subject)) return
    seen()
    const { budget } = subject.plan
    const backups = budget?.backups
    if (backups?.thresholds?.length) {
      // A share of an amount that nobody has named is no threshold.
      if (backups.monthly === undefined)
        report(subject.at(backups, 'monthly'), 'Thresholds for backups are shares of an amount that is not named.')
      return
    }
    if (subject.unsure('budget', 'backups', 'thresholds')) return
    const spot = backups ? subject.at(backups, 'thresholds') : subject.missing('budget', 'backups')
    report(spot, 'No threshold is set for what backups cost.')
  },
}
