import type { Rule } from '../../rule.ts'

export const budgetThresholdsMissing: Rule = {
  code: 'budget-thresholds-missing',
  severity: 'note',
  title: 'Nobody is told when the budget runs out',
  why: 'A bill that is noticed at the end of the month is noticed too late.',
  fix: 'Set thresholds, such as budget: { thresholds: [80%, 100%] }.',
  requirements: ['cost.tooling'],
  bad: `
budget: { monthly: 3000 USD } # NOTE: No threshold of the budget tells anybody that it runs out.
`,
  good: `
budget: { monthly: 3000 USD, thresholds: [80%, 100%] }
`,
  check({ plan: { budget }, at, unsure }, report, seen) {
    if (!budget) return
    seen()
    if ((budget.thresholds ?? []).length === 0 && !unsure('budget', 'thresholds'))
      report(at(budget, 'thresholds'), 'No threshold of the budget tells anybody that it runs out.')
  },
}
