import type { Rule } from '../../rule.ts'

export const spotForCritical: Rule = {
  code: 'spot-for-critical',
  severity: 'warning',
  title: 'A critical flow runs on capacity that can be taken away',
  why: 'Spot capacity is withdrawn at short notice, and most likely when many others need capacity too.',
  fix: 'Reserve the capacity, or pay for it as it is used.',
  requirements: ['cost.tier-0', 'cost.tier-1', 'tier.0', 'tier.1'],
  bad: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    capacity: { pricing: spot } # WARNING: "shop" runs on spot capacity, and flow "buy" is tier 1.
`,
  good: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    capacity: { pricing: reserved }
`,
  check({ components, critical, at }, report, seen) {
    for (const [id, { capacity }] of components) {
      const demand = critical.get(id)
      if (!demand || demand.value > 1 || capacity?.pricing === undefined) continue
      seen()
      if (capacity.pricing === 'spot')
        report(
          at(capacity, 'pricing'),
          `"${id}" runs on spot capacity, and flow "${demand.flowId}" is tier ${demand.value}.`,
        )
    }
  },
}
