import { formatMoney } from '#units'
import type { Rule } from '../../rule.ts'

export const budgetCostUnknown: Rule = {
  code: 'budget-cost-unknown',
  severity: 'note',
  title: 'Whether the budget is kept is unknown',
  why: 'A budget next to costs that nobody has added up is no promise.',
  fix: 'Say what each standby costs a month: cost: { monthly: …, standby: … }.',
  requirements: ['friction.budget', 'cost.tooling'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
budget: { monthly: 3000 USD } # NOTE: 1 of 1 component with a standby does not say what it costs, first "shop"; whether 3,000 USD a month is enough is unknown.
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
    const monthly = plan.budget?.monthly
    if (!plan.budget || !monthly) return
    const ready = components.filter(([, { strategy }]) => strategy !== undefined && strategy !== 'backup-restore')
    if (ready.length === 0) return
    seen()
    const unknown = ready.filter(([, component]) => {
      const cost = component.cost
      return !cost?.standby && !at(cost ?? component, cost ? 'standby' : 'cost').invalid
    })
    const [first] = unknown
    if (first)
      report(
        at(plan.budget, 'monthly'),
        `${unknown.length} of ${ready.length} ${ready.length === 1 ? 'component' : 'components'} with a standby ${unknown.length === 1 ? 'does' : 'do'} not say what it costs, first "${first[0]}"; whether ${formatMoney(monthly)} a month is enough is unknown.`,
      )
  },
}
