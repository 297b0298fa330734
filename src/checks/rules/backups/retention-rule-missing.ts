import { restored } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const retentionRuleMissing: Rule = {
  code: 'retention-rule-missing',
  severity: 'note',
  title: 'Nobody says how long the law wants data kept',
  why: 'Backups that are deleted too soon break one law, and backups that are kept too long break another.',
  fix: 'Ask the data protection officer, and add data.retention with atLeast, atMost and because.',
  requirements: ['backup-restore.costs.c3'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data: # NOTE: Nothing says how long data of "archive" must or may be kept.
      backup: { every: 4h }
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      retention: { atLeast: 10d, because: Tax law }
      backup: { every: 4h, keep: 35d }
`,
  check(subject, report, seen) {
    for (const { id, data } of restored(subject)) {
      seen()
      const { atLeast, atMost } = data.retention ?? {}
      if (atLeast === undefined && atMost === undefined && !subject.unsure('components', id, 'data', 'retention'))
        report(subject.at(data, 'retention'), `Nothing says how long data of "${id}" must or may be kept.`)
    }
  },
}
