import type { Rule } from '../../rule.ts'
import { acceptance, acceptances } from '../../suppress.ts'

export const suppressionUnknownPath: Rule = {
  code: 'suppression-unknown-path',
  severity: 'warning',
  title: 'A suppression is about no part of the plan',
  why: 'It accepts nothing, and whoever wrote it believes that a risk is accepted.',
  fix: 'Write the path of a part of the plan, such as components.orders-db, as `muster check --format json` shows it.',
  requirements: ['test.gaps'],
  bad: `
suppressions:
  - code: drill-missing
    at: scenarios.east-gone # WARNING: There is nothing at "scenarios.east-gone" in this plan.
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
  check({ plan, at, exists }, report, seen, { found }) {
    const placed = (plan.suppressions ?? []).filter((one) => one.at !== undefined)
    if (placed.length === 0) return
    // A finding about something absent has a path too, and may be accepted there.
    const used = new Set(found.flatMap(acceptances))
    for (const suppression of placed) {
      seen()
      const path = suppression.at ?? ''
      if (exists(path) || used.has(acceptance(suppression))) continue
      report(at(suppression, 'at'), `There is nothing at "${path}" in this plan.`)
    }
  },
}
