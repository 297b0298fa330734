import type { Component } from '#plan'
import { componentOf } from '../../demand.ts'
import { answersRequests } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const startOrderUndefined: Rule = {
  code: 'start-order-undefined',
  severity: 'note',
  title: 'Nothing says in which order parts are started',
  why: 'A service that starts before what it depends on fails, is started again, and hides what is really wrong.',
  fix: 'Say under needs what each component cannot start without; an empty list says that it needs nothing.',
  requirements: ['warm-standby.scaling.c3', 'cold-standby.provisioning.c2'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop, shop-db]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] } # NOTE: Flow "buy" needs "shop" and "shop-db", and nothing says whether "shop" can start first.
  shop-db: { type: postgres, strategy: warm-standby, active: [east], standby: [west] }
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop, shop-db]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db: { type: postgres, strategy: warm-standby, active: [east], standby: [west] }
`,
  check({ plan, at, unsure }, report, seen) {
    const told = new Set<string>()
    for (const [flowId, flow] of Object.entries(plan.flows)) {
      const started = flow.needs.filter((id) => starts(componentOf(plan, id)))
      const [first, second] = started
      if (second === undefined) continue
      seen()
      for (const id of started) {
        const component = componentOf(plan, id)
        // What keeps data is recovered first anyway; what answers requests may wait for it.
        if (!component || component.needs !== undefined || !answersRequests(component) || told.has(id)) continue
        if (unsure('components', id, 'needs')) continue
        told.add(id)
        const other = id === first ? second : first
        report(
          at(component),
          `Flow "${flowId}" needs "${id}" and "${other}", and nothing says whether "${id}" can start first.`,
        )
      }
    }
  },
}

function starts(component: Component | undefined): boolean {
  return component?.strategy === 'warm-standby' || component?.strategy === 'cold-standby'
}
