import { typeOf } from '../../parts.ts'
import { pathOf } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const sharedDependency: Rule = {
  code: 'shared-dependency',
  severity: 'warning',
  title: 'A shared dependency has no recovery of its own',
  why: 'A flow recovers no better than the weakest thing that it needs, and this one is in other hands.',
  fix: 'Give it a strategy with a standby, name the recovery time that its owner promises (contract.rto), or say under degradesWithout what the flow does without it.',
  requirements: ['friction.shared', 'friction.shared-responsibility', 'muster.degradation'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m } }
    needs: [shop, card-payments] # WARNING: Flow "buy" (tier 1) needs "card-payments", which another company runs and which has no strategy.
    signedOff: [{ by: owner, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  card-payments: { type: third-party }
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m } }
    needs: [shop, card-payments]
    degradesWithout: { card-payments: Orders are taken and charged later }
    signedOff: [{ by: owner, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  card-payments: { type: third-party }
`,
  check({ critical, components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      const demand = critical.get(id)
      const external = typeOf(component)?.scope === 'external'
      if (!external && !component.shared) continue
      seen()
      if (!demand) continue
      const { flowId, flow } = demand
      if (component.strategy !== undefined || (component.standby ?? []).length > 0) continue
      // A promise in a contract, or the plan of another workload, is a recovery too.
      if (component.contract?.rto !== undefined || component.workload !== undefined) continue
      if (unsure('components', id, 'strategy') || unsure('components', id, 'standby')) continue
      if (unsure('components', id, 'contract') || unsure('components', id, 'workload')) continue
      const index = flow.needs.indexOf(id)
      report(
        index === -1 ? at(component) : at(flow.needs, index),
        `Flow "${flowId}" (tier ${flow.tier}) needs "${id}", which ${external ? 'another company runs' : 'is shared'} and which has no strategy${index === -1 ? ` (${pathOf(demand)})` : ''}.`,
      )
    }
  },
}
