import type { Rule } from '../../rule.ts'

export const suppressionExpired: Rule = {
  code: 'suppression-expired',
  severity: 'warning',
  title: 'A suppression has expired',
  why: 'A risk that was accepted for a time is accepted no longer, and whoever accepted it has not said so again.',
  fix: 'Mend what it is about and remove it, or have it accepted again with a new until.',
  requirements: ['test.gaps'],
  bad: `
suppressions:
  - code: drill-missing
    because: The lab is being built
    by: head-of-operations
    until: 2026-09-30 # WARNING: The suppression of "drill-missing" by head-of-operations ended on 2026-09-30.
`,
  good: `
activation: {}
suppressions:
  - code: activation-missing
    because: The criteria are being agreed
    by: head-of-operations
    until: 2026-12-31
`,
  check({ plan, asOf, at }, report, seen) {
    for (const suppression of plan.suppressions ?? []) {
      seen()
      const { code, by, until } = suppression
      if (until < asOf) report(at(suppression, 'until'), `The suppression of "${code}" by ${by} ended on ${until}.`)
    }
  },
}
