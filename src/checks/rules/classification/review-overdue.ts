import { dayAfter } from '../../days.ts'
import type { Rule } from '../../rule.ts'

export const reviewOverdue: Rule = {
  code: 'review-overdue',
  severity: 'warning',
  title: 'The plan is due for review',
  why: 'Systems, people and needs change, and a plan that does not follow them fails when it is needed.',
  fix: 'Go through flows, tiers and contacts with their owners, and write the day into metadata.review.last.',
  requirements: ['classify.review'],
  bad: `
metadata:
  name: shop
  owner: shop-team
  review: { last: 2026-06-01, every: 90d } # WARNING: The last review was on 2026-06-01, so the next was due on 2026-08-30.
`,
  good: `
metadata: { name: shop, owner: shop-team, review: { last: 2026-10-01, every: 90d } }
`,
  check({ plan, asOf, at, unsure }, report, seen) {
    seen()
    const { review } = plan.metadata
    if (!review) {
      if (!unsure('metadata', 'review')) report(at(plan.metadata), 'The plan does not say when it was last reviewed.')
      return
    }
    const due = dayAfter(review.last, review.every)
    if (due < asOf) report(at(review, 'last'), `The last review was on ${review.last}, so the next was due on ${due}.`)
  },
}
