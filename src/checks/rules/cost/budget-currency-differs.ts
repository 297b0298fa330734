import { formatMoney } from '#units'
import type { Rule } from '../../rule.ts'

export const budgetCurrencyDiffers: Rule = {
  code: 'budget-currency-differs',
  severity: 'warning',
  title: 'Costs and budget are in different currencies',
  why: 'No rate is known here, so that nobody can say whether the budget is kept.',
  fix: 'Write costs and budget in one currency.',
  requirements: ['friction.budget'],
  bad: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    cost: { monthly: 9000 USD, standby: 2400 EUR } # WARNING: The standby of "shop" costs 2,400 EUR, and the budget is in USD; whether it fits is unknown.
budget: { monthly: 3000 USD }
`,
  good: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    cost: { monthly: 9000 USD, standby: 2400 USD }
budget: { monthly: 3000 USD }
`,
  check({ plan, components, at }, report, seen) {
    const currency = plan.budget?.monthly?.currency
    if (currency === undefined) return
    for (const [id, { cost }] of components) {
      if (!cost?.standby) continue
      seen()
      if (cost.standby.currency !== currency)
        report(
          at(cost, 'standby'),
          `The standby of "${id}" costs ${formatMoney(cost.standby)}, and the budget is in ${currency}; whether it fits is unknown.`,
        )
    }
  },
}
