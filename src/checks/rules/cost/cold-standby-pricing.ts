import { componentTypes } from '#catalog'
import type { Rule } from '../../rule.ts'

export const coldStandbyPricing: Rule = {
  code: 'cold-standby-pricing',
  severity: 'note',
  title: 'A cold standby is not paid by use',
  why: 'Its saving is that nothing runs until it is needed, and other prices give that away.',
  fix: 'Price what stands by as spot, consumption or pay-as-you-go: capacity: { pricing: consumption }.',
  requirements: ['cost.tier-2'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  reports:
    type: web-service
    strategy: cold-standby
    active: [east]
    standby: [west]
    capacity: { pricing: reserved } # NOTE: The cold standby of "reports" is priced as reserved.
  exports: # NOTE: Nothing says how the cold standby of "exports" is priced.
    type: web-service
    strategy: cold-standby
    active: [east]
    standby: [west]
`,
  good: `
flows:
  report:
    does: Figures of yesterday are read
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 8h, rpo: 4h } }
    needs: [reports]
    signedOff: [{ by: owner, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  reports:
    type: web-service
    strategy: cold-standby
    active: [east]
    standby: [west]
    capacity: { pricing: consumption }
`,
  check({ components, at }, report, seen) {
    for (const [id, component] of components) {
      const { strategy, capacity, type } = component
      if (strategy !== 'cold-standby' || componentTypes[type]?.holdsData) continue
      seen()
      if (capacity?.pricing === undefined)
        report(
          capacity ? at(capacity, 'pricing') : at(component, 'capacity'),
          `Nothing says how the cold standby of "${id}" is priced.`,
        )
      else if (capacity.pricing === 'reserved' || capacity.pricing === 'hybrid-benefit')
        report(at(capacity, 'pricing'), `The cold standby of "${id}" is priced as ${capacity.pricing}.`)
    }
  },
}
