import type { Rule } from '../../rule.ts'

export const drillWithoutInterval: Rule = {
  code: 'drill-without-interval',
  severity: 'note',
  title: 'A drill has no interval',
  why: 'What is not due is never overdue, and a proof that ages silently is taken for a proof.',
  fix: 'Say with every how often the drill is due.',
  requirements: ['test.drills'],
  bad: `
drills:
  - { scenario: east-lost, last: 2026-11-01 } # NOTE: Nothing says how often the drill of "east-lost" is due.
`,
  good: `
drills:
  - { scenario: east-lost, every: 90d, last: 2026-11-01 }
`,
  check({ plan, at, unsure }, report, seen) {
    for (const [index, drill] of (plan.drills ?? []).entries()) {
      if (unsure('drills', index, 'every')) continue
      seen()
      if (drill.every === undefined)
        report(at(drill), `Nothing says how often the drill of "${drill.scenario}" is due.`)
    }
  },
}
