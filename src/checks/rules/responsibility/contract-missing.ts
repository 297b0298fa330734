import { isExternal } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const contractMissing: Rule = {
  code: 'contract-missing',
  severity: 'note',
  title: 'What another company has promised is not stated',
  why: 'A flow recovers no sooner than what it needs, and what nobody has promised cannot be planned with.',
  fix: 'Write down under contract what the provider promises: rto, rpo, sla, and the day on which it was confirmed.',
  requirements: ['friction.shared', 'friction.shared-responsibility'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop, card-payments]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  card-payments: { type: third-party, strategy: active-active } # NOTE: Flow "buy" needs "card-payments" of another company, and the plan has no contract for it.
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop, card-payments]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  card-payments:
    type: third-party
    strategy: active-active
    contract: { provider: Card House, rto: 15m, rpo: 1m, sla: 99.99%, confirmedOn: 2026-09-01 }
`,
  check({ components, critical, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      if (!isExternal(component)) continue
      seen()
      const demand = critical.get(id)
      if (!demand || component.contract || unsure('components', id, 'contract')) continue
      report(
        at(component),
        `Flow "${demand.flowId}" needs "${id}" of another company, and the plan has no contract for it.`,
      )
    }
  },
}
