import { formatShare } from '#units'
import { demands } from '../../demand.ts'
import type { Rule } from '../../rule.ts'

export const contractBelowSlo: Rule = {
  code: 'contract-below-slo',
  severity: 'warning',
  title: 'A provider promises less than the flow',
  why: 'A flow that needs it works no oftener than it does, whatever its own parts can do.',
  fix: 'Lower the SLO and have it signed again, agree on a better SLA, or say under degradesWithout what the flow does without it.',
  requirements: ['friction.shared'],
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
  card-payments:
    type: third-party
    strategy: active-active
    contract: { provider: Card House, sla: 99.9% } # WARNING: Card House promises 99.9% for "card-payments", but the SLO of flow "buy" is 99.95%.
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
    contract: { provider: Card House, sla: 99.99% }
`,
  check({ plan, components, at }, report, seen) {
    if (!components.some(([, { contract }]) => contract?.sla !== undefined)) return
    // The least share of failures is the hardest to keep.
    const hardest = demands(plan, ({ objectives }) =>
      objectives.default.slo === undefined ? undefined : 1 - objectives.default.slo,
    )
    for (const [id, { contract }] of components) {
      const { flow, flowId } = hardest.get(id) ?? {}
      const slo = flow?.objectives.default.slo
      if (contract?.sla === undefined || slo === undefined) continue
      seen()
      if (contract.sla >= slo) continue
      report(
        at(contract, 'sla'),
        `${contract.provider} promises ${formatShare(contract.sla)} for "${id}", but the SLO of flow "${flowId}" is ${formatShare(slo)}.`,
      )
    }
  },
}
