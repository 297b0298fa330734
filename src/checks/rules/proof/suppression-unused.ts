import type { Rule } from '../../rule.ts'
import { acceptance, acceptances } from '../../suppress.ts'

export const suppressionUnused: Rule = {
  code: 'suppression-unused',
  severity: 'note',
  title: 'A suppression accepts nothing',
  why: 'What it was about is mended or has moved, and the next finding of the kind would be accepted unseen.',
  fix: 'Remove it, or set at to the path of the finding that it is about.',
  requirements: ['test.gaps'],
  bad: `
suppressions:
  - code: drill-missing # NOTE: Nothing that "drill-missing" finds at "scenarios.east-lost" is accepted by this.
    at: scenarios.east-lost
    because: The lab is being built
    by: head-of-operations
    until: 2026-12-31
`,
  good: `
activation: {}
suppressions:
  - code: activation-missing
    at: scenarios.east-lost
    because: The criteria are being agreed
    by: head-of-operations
    until: 2026-12-31
`,
  waits: true,
  check({ plan, asOf, at, exists, unsure }, report, seen, { codes, found }) {
    // What has expired, names no rule or no part of the plan is the finding of another rule.
    const suppressions = (plan.suppressions ?? []).filter(({ until, code }) => until >= asOf && codes.has(code))
    if (suppressions.length === 0) return
    const used = new Set(found.flatMap(acceptances))
    for (const suppression of suppressions) {
      seen()
      const { code, at: path } = suppression
      if (used.has(acceptance(suppression)) || (path !== undefined && !exists(path))) continue
      // Rules are silent about what the parser has refused.
      if (path !== undefined && unsure(...path.split('.'))) continue
      const where = path === undefined ? 'in the plan' : `at "${path}"`
      report(at(suppression, 'code'), `Nothing that "${code}" finds ${where} is accepted by this.`)
    }
  },
}
