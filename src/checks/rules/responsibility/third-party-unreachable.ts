import { contactOf } from '../../activations.ts'
import { isExternal } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const thirdPartyUnreachable: Rule = {
  code: 'third-party-unreachable',
  severity: 'note',
  title: 'Nobody at another company can be called',
  why: 'When its service is down or moves, the only thing to do is to call, and a search for the number takes the time.',
  fix: "Add the provider's phone or email to the contract, or name as owner a contact who has one.",
  requirements: ['friction.shared', 'runbook.communication'],
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
  card-payments: { type: third-party, strategy: active-active } # NOTE: Flow "buy" needs "card-payments" of another company, and the plan names nobody to call about it.
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
    contract: { provider: Card House, phone: "+1 555 0177" }
`,
  check({ plan, components, critical, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      if (!isExternal(component)) continue
      seen()
      const { contract, owner } = component
      const demand = critical.get(id)
      const contact = owner === undefined ? undefined : contactOf(plan, owner)
      const reached = [contract?.phone, contract?.email, contact?.phone, contact?.email].some(
        (way) => way !== undefined,
      )
      // An owner that stands for nothing has a rule of its own.
      if (!demand || reached || (owner !== undefined && !contact)) continue
      if (unsure('components', id, 'contract') || unsure('components', id, 'owner')) continue
      if (owner !== undefined && unsure('contacts', owner)) continue
      report(
        at(component),
        `Flow "${demand.flowId}" needs "${id}" of another company, and the plan names nobody to call about it.`,
      )
    }
  },
}
