import { dayAfter } from '../days.ts'
import type { Rule } from '../rule.ts'

export const drillOverdue: Rule = {
  code: 'drill-overdue',
  severity: 'warning',
  title: 'A drill is overdue',
  why: 'Times and steps that were proven once stop being true as the system changes.',
  fix: 'Run the drill, and write the day into its last.',
  requirements: ['test.drills', 'test.rehearse', 'backup-restore.restore-tests.v1', 'active-active.objectives.v1'],
  bad: `
drills:
  - { scenario: east-lost, every: 90d, last: 2026-05-01 } # WARNING: The last drill of "east-lost" was on 2026-05-01, so the next was due on 2026-07-30.
`,
  good: `
drills:
  - { scenario: east-lost, every: 90d, last: 2026-11-01 }
`,
  check({ plan, asOf, at }, report, seen) {
    for (const drill of plan.drills ?? []) {
      if (drill.last === undefined || drill.every === undefined) continue
      seen()
      const due = dayAfter(drill.last, drill.every)
      if (due < asOf)
        report(
          at(drill, 'last'),
          `The last drill of "${drill.scenario}" was on ${drill.last}, so the next was due on ${due}.`,
        )
    }
  },
}
