import { componentTypes } from '#catalog'
import { isQueue, isVault } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const reservedPricingMissing: Rule = {
  code: 'reserved-pricing-missing',
  severity: 'note',
  title: 'What always runs is paid for at the full price',
  why: 'Capacity that stands for years is cheaper when it is reserved, or when licences that are owned are used.',
  fix: 'Reserve it or use owned licences, and say capacity: { pricing: reserved } or hybrid-benefit.',
  requirements: ['cost.tier-0'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 0
    objectives: { default: { slo: 99.99%, rto: 30s, rpo: 1s } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop:
    type: web-service
    strategy: active-active
    active: [east, west]
    capacity: { pricing: pay-as-you-go } # NOTE: "shop" always runs for flow "buy" (tier 0), and is priced as pay-as-you-go.
deployment: { code: bicep }
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 0
    objectives: { default: { slo: 99.99%, rto: 30s, rpo: 1s } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop:
    type: web-service
    strategy: active-active
    active: [east, west]
    capacity: { pricing: reserved }
deployment: { code: bicep }
scenarios:
  apart: { class: partition, between: [east, west] }
activation:
  apart: { when: 'probes.shop.failingFor >= duration("10s")', decideWithin: 0s, declaredBy: [on-call], unless: deployment.inProgress }
drills:
  - { scenario: apart, every: 90d, target: lab }
`,
  check({ components, critical, at }, report, seen) {
    for (const [id, component] of components) {
      const demand = critical.get(id)
      if (demand?.value !== 0 || component.strategy === undefined) continue
      // What nobody runs on machines of its own has no such discount; vaults and messages are paid for by use.
      if (componentTypes[component.type]?.scope !== 'regional' || isVault(component) || isQueue(component)) continue
      seen()
      const pricing = component.capacity?.pricing
      if (pricing === 'reserved' || pricing === 'hybrid-benefit') continue
      const said = pricing === undefined ? 'nothing says how it is priced' : `is priced as ${pricing}`
      report(
        component.capacity ? at(component.capacity, 'pricing') : at(component, 'capacity'),
        `"${id}" always runs for flow "${demand.flowId}" (tier 0), and ${said}.`,
      )
    }
  },
}
