import { formatDuration } from '#units'
import { dayAfter } from '../../days.ts'
import type { Rule } from '../../rule.ts'

export const signOffOutdated: Rule = {
  code: 'sign-off-outdated',
  severity: 'warning',
  title: 'A sign-off is older than the last review',
  why: 'Whoever signed may have left, and what was signed was looked at again without them.',
  fix: 'Have those who depend on the flow confirm tier and objectives, and write the new day into signedOff.',
  requirements: ['classify.sign-off', 'classify.review', 'backup-restore.audit.c3'],
  bad: `
metadata: { name: shop, owner: shop-team, review: { last: 2026-10-01, every: 90d } }
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m } }
    needs: [shop]
    signedOff: [{ by: owner, on: 2025-03-01 }] # WARNING: The newest sign-off of flow "buy" is of 2025-03-01, more than 90d (metadata.review.every) before the last review on 2026-10-01.
`,
  good: `
metadata: { name: shop, owner: shop-team, review: { last: 2026-10-01, every: 90d } }
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m } }
    needs: [shop]
    signedOff: [{ by: owner, on: 2025-03-01 }, { by: new-owner, on: 2026-09-15 }]
`,
  check({ plan, at, unsure }, report, seen) {
    const { review } = plan.metadata
    if (!review) return
    for (const [id, flow] of Object.entries(plan.flows)) {
      const [newest] = [...(flow.signedOff ?? [])].sort((a, b) => b.on.localeCompare(a.on))
      // A date that the parser has refused may be the newest.
      if (!newest || unsure('flows', id, 'signedOff')) continue
      seen()
      if (dayAfter(newest.on, review.every) < review.last)
        report(
          at(newest, 'on'),
          `The newest sign-off of flow "${id}" is of ${newest.on}, more than ${formatDuration(review.every)} (metadata.review.every) before the last review on ${review.last}.`,
        )
    }
  },
}
