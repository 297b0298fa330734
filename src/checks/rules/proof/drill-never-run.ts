import { lastRuns } from '../../drills.ts'
import type { Rule } from '../../rule.ts'

export const drillNeverRun: Rule = {
  code: 'drill-never-run',
  severity: 'note',
  title: 'A drill has never been run',
  why: 'Until it has been tried on the workload itself, a recovery stays theory.',
  fix: 'Run the drill, and write the day into its last.',
  requirements: ['test.drills'],
  bad: `
drills:
  - { scenario: east-lost, every: 90d, kind: planned-switchover } # NOTE: Nothing says that this drill of "east-lost" was ever run.
`,
  good: `
drills:
  - { scenario: east-lost, every: 90d, kind: planned-switchover, last: 2026-11-01 }
`,
  check(subject, report, seen) {
    const { plan, at, unsure } = subject
    const lastRun = lastRuns(subject)
    for (const [index, drill] of (plan.drills ?? []).entries()) {
      // What a lab has shown is known from its evidence, and proves nothing about the workload.
      if (drill.target === 'lab' || unsure('drills', index)) continue
      seen()
      if (lastRun(drill) === undefined)
        report(at(drill), `Nothing says that this drill of "${drill.scenario}" was ever run.`)
    }
  },
}
