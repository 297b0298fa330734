import { strategies } from '#catalog'
import type { Rule } from '../../rule.ts'

export const budgetMissing: Rule = {
  code: 'budget-missing',
  severity: 'note',
  title: 'Readiness has no budget',
  why: 'Who promised minutes and who pays for a standby may never have met, and the standby is the first thing to be cut.',
  fix: 'Agree on what readiness may cost a month, and add budget: { monthly: … }.',
  requirements: ['friction.budget', 'cost.tooling'],
  bad: `
components: # NOTE: "shop" is kept ready by warm standby, and the plan names no budget.
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
budget: { monthly: 12000 USD }
`,
  check({ plan, components, missing, at }, report, seen) {
    const first = components.find(([, { strategy }]) => strategy !== undefined && strategy !== 'backup-restore')
    if (!first) return
    seen()
    const [id, { strategy = 'backup-restore' }] = first
    if (plan.budget?.monthly === undefined)
      report(
        plan.budget ? at(plan.budget, 'monthly') : missing('budget'),
        `"${id}" is kept ready by ${strategies[strategy].title}, and the plan names no budget.`,
      )
  },
}
