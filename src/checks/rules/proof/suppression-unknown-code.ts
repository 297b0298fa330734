import { nearest } from '#diagnostics'
import type { Rule } from '../../rule.ts'

export const suppressionUnknownCode: Rule = {
  code: 'suppression-unknown-code',
  severity: 'warning',
  title: 'A suppression names no rule',
  why: 'It accepts nothing, and whoever wrote it believes that a risk is accepted.',
  fix: 'Write the code of a rule; `muster explain rules` lists them. What the parser refuses cannot be accepted.',
  requirements: ['test.gaps'],
  bad: `
suppressions:
  - code: drill-misses # WARNING: There is no rule "drill-misses".
    because: The lab is being built
    by: head-of-operations
    until: 2026-12-31
`,
  good: `
activation: {}
suppressions:
  - code: activation-missing
    because: The criteria are being agreed
    by: head-of-operations
    until: 2026-12-31
`,
  waits: true,
  check({ plan, at }, report, seen, { codes }) {
    for (const suppression of plan.suppressions ?? []) {
      seen()
      const { code } = suppression
      if (codes.has(code)) continue
      const near = nearest(code, [...codes])
      const fix = near === undefined ? suppressionUnknownCode.fix : `Did you mean "${near}"?`
      report(at(suppression, 'code'), `There is no rule "${code}".`, fix)
    }
  },
}
