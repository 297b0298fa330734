import { formatDuration } from '#units'
import { backed, quarter } from '../../backups.ts'
import { dayAfter } from '../../days.ts'
import type { Rule } from '../../rule.ts'

export const backupProofOutdated: Rule = {
  code: 'backup-proof-outdated',
  severity: 'warning',
  title: 'The last proven restore is too old',
  why: 'Data grows, versions and permissions change, and a restore that worked then may not work now.',
  fix: 'Restore it again, verify what comes back, and write the day into backup.restoreProven.',
  requirements: ['backup-restore.restore-tests.c1', 'tier.3.integrity'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, restoreProven: 2026-05-01 } # WARNING: The last proven restore of "archive" was on 2026-05-01; the next was due on 2026-08-01, after 92d (a quarter, as no restore drill says otherwise).
  books:
    type: postgres
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, restoreProven: 2026-08-01 } # WARNING: The last proven restore of "books" was on 2026-08-01; the next was due on 2026-08-31, after 30d (its restore drill).
scenarios:
  east-lost: { class: region, loses: [east] }
  books-spoilt: { class: corruption, of: [books] }
drills:
  - { scenario: east-lost, every: 90d, target: lab }
  - { scenario: books-spoilt, every: 30d, kind: restore }
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, restoreProven: 2026-11-01 }
`,
  check(subject, report, seen) {
    const { plan, asOf, at } = subject
    const intervals = new Map<string, number>()
    for (const { kind, every, scenario: name } of plan.drills ?? []) {
      const scenario = Object.hasOwn(plan.scenarios, name) ? plan.scenarios[name] : undefined
      if (kind !== 'restore' || every === undefined || !scenario) continue
      const named = new Set(scenario.of)
      // With a lost region, what has a standby is not restored.
      for (const { id, component } of backed(subject))
        if (named.has(id) || (component.strategy === 'backup-restore' && subject.loses(scenario, component)))
          intervals.set(id, Math.min(every, intervals.get(id) ?? every))
    }
    for (const { id, backup } of backed(subject)) {
      if (backup.restoreProven === undefined) continue
      seen()
      const interval = intervals.get(id)
      const every = interval ?? quarter
      const due = dayAfter(backup.restoreProven, every)
      const whose = interval === undefined ? 'a quarter, as no restore drill says otherwise' : 'its restore drill'
      if (due < asOf)
        report(
          at(backup, 'restoreProven'),
          `The last proven restore of "${id}" was on ${backup.restoreProven}; the next was due on ${due}, after ${formatDuration(every)} (${whose}).`,
        )
    }
  },
}
