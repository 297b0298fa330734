import type { Rule } from '../../rule.ts'

export const spendingUnreviewed: Rule = {
  code: 'spending-unreviewed',
  severity: 'note',
  title: 'Nobody looks at the spending',
  why: 'Prices, sizes and discounts change, and what nobody looks at only grows.',
  fix: 'Look at costs and forecast in the tools of the provider, and add budget: { reviewed: { last: …, every: 30d } }.',
  requirements: ['cost.tooling'],
  bad: `
budget: { monthly: 3000 USD } # NOTE: Nothing says when the spending was last looked at.
`,
  good: `
budget: { monthly: 3000 USD, reviewed: { last: 2026-11-01, every: 30d } }
`,
  check({ plan: { budget, audits }, at, unsure }, report, seen) {
    if (!budget) return
    seen()
    if (!budget.reviewed && !audits?.some((audit) => audit.of === 'costs') && !unsure('audits'))
      report(at(budget, 'reviewed'), 'Nothing says when the spending was last looked at.')
  },
}
