import { dayAfter } from '../../days.ts'
import type { Rule } from '../../rule.ts'

export const spendingReviewOverdue: Rule = {
  code: 'spending-review-overdue',
  severity: 'warning',
  title: 'The review of spending is overdue',
  why: 'Costs that run away unseen end in a cut, and standbys are cut first.',
  fix: 'Look at costs and forecast, and write the day into budget.reviewed.last.',
  requirements: ['cost.tooling', 'friction.budget'],
  bad: `
budget: { monthly: 3000 USD, reviewed: { last: 2026-06-01, every: 30d } } # WARNING: The spending was last looked at on 2026-06-01, so the next review was due on 2026-07-01.
`,
  good: `
budget: { monthly: 3000 USD, reviewed: { last: 2026-11-01, every: 30d } }
`,
  check({ plan, asOf, at }, report, seen) {
    const reviewed = plan.budget?.reviewed
    if (!reviewed) return
    seen()
    const due = dayAfter(reviewed.last, reviewed.every)
    if (due < asOf)
      report(
        at(reviewed, 'last'),
        `The spending was last looked at on ${reviewed.last}, so the next review was due on ${due}.`,
      )
  },
}
