import { dayAfter } from '../../days.ts'
import { lastRuns } from '../../drills.ts'
import type { Rule } from '../../rule.ts'

export const drillOverdue: Rule = {
  code: 'drill-overdue',
  severity: 'warning',
  title: 'A drill is overdue',
  why: 'Times and steps that were proven once stop being true as the system changes.',
  fix: 'Run the drill, and write the day into its last.',
  requirements: ['test.drills', 'test.rehearse'],
  bad: `
drills:
  - { scenario: east-lost, every: 90d, last: 2026-05-01 } # WARNING: The last drill of "east-lost" was on 2026-05-01, so the next was due on 2026-07-30.
`,
  good: `
drills:
  - { scenario: east-lost, every: 90d, last: 2026-11-01 }
`,
  check(subject, report, seen) {
    const { plan, asOf, at } = subject
    const lastRun = lastRuns(subject)
    for (const drill of plan.drills ?? []) {
      const last = lastRun(drill)
      if (last === undefined || drill.every === undefined) continue
      seen()
      const due = dayAfter(last, drill.every)
      if (due < asOf)
        report(
          at(drill, drill.last === undefined ? 'every' : 'last'),
          `The last drill of "${drill.scenario}" was on ${last}, so the next was due on ${due}.`,
        )
    }
  },
}
