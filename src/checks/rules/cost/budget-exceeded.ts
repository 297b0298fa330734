import { exceeds, formatMoney, sumMoney } from '#units'
import type { Rule } from '../../rule.ts'

export const budgetExceeded: Rule = {
  code: 'budget-exceeded',
  severity: 'error',
  title: 'Standbys cost more than the budget',
  why: 'What is promised is not paid for, and the standby will be cut without anybody lowering the promise.',
  fix: 'Raise the budget, choose a cheaper strategy where the objectives allow it, or lower the objectives and have them signed again.',
  requirements: ['friction.budget', 'cost.tooling'],
  bad: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    cost: { monthly: 9000 USD, standby: 2400.75 USD }
    needs: [shop-db]
  shop-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    cost: { monthly: 2000 USD, standby: 600.25 USD }
budget: { monthly: 3000 USD } # ERROR: Standbys are said to cost 3,001 USD a month, and the budget is 3,000 USD.
`,
  good: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    cost: { monthly: 9000 USD, standby: 2400.75 USD }
budget: { monthly: 3000 USD }
`,
  check({ plan, components, at }, report, seen) {
    const monthly = plan.budget?.monthly
    if (!plan.budget || !monthly) return
    const standbys = components.flatMap(([, { cost }]) => (cost?.standby ? [cost.standby] : []))
    if (standbys.length === 0) return
    seen()
    const sum = sumMoney(standbys, monthly.currency)
    if (exceeds(sum, monthly))
      report(
        at(plan.budget, 'monthly'),
        `Standbys are said to cost ${formatMoney(sum)} a month, and the budget is ${formatMoney(monthly)}.`,
      )
  },
}
