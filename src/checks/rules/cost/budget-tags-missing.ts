import type { Rule } from '../../rule.ts'

export const budgetTagsMissing: Rule = {
  code: 'budget-tags-missing',
  severity: 'note',
  title: 'Costs of readiness cannot be told apart',
  why: 'Without tags nobody is accountable for a cost, and none can be charged back.',
  fix: 'Tag what stands by, and say so: budget: { tags: { cost-center: "…" } }.',
  requirements: ['cost.tooling'],
  bad: `
budget: { monthly: 3000 USD } # NOTE: No tag marks what readiness costs, and to whom.
`,
  good: `
budget: { monthly: 3000 USD, tags: { cost-center: "4711" } }
`,
  check({ plan: { budget }, at, unsure }, report, seen) {
    if (!budget) return
    seen()
    if (Object.keys(budget.tags ?? {}).length === 0 && !unsure('budget', 'tags'))
      report(at(budget, 'tags'), 'No tag marks what readiness costs, and to whom.')
  },
}
