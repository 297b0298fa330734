import { formatDuration } from '#units'
import { pathOf } from '../../backups.ts'
import { linksOf } from '../../links.ts'
import type { Rule } from '../../rule.ts'

export const weakestLink: Rule = {
  code: 'weakest-link',
  severity: 'error',
  title: 'A flow is promised more than what it needs can give',
  why: 'A flow comes back no sooner, and with no newer data, than the slowest thing that it needs.',
  fix: 'Agree on better times with whoever provides it, say under degradesWithout what the flow does without it, or lower the objectives of the flow.',
  requirements: ['friction.shared', 'friction.budget', 'tier.component', 'muster.objectives.warm-standby'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [payments, books] }
  payments:
    type: third-party
    strategy: hot-standby
    contract: { provider: Bank, rto: 4h } # ERROR: Flow "buy" has an RTO of 30m, but "payments" gives 4h (its contract with Bank): buy > shop > payments.
  books:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    contract: { provider: Cloud, rpo: 1h } # ERROR: Flow "buy" has an RPO of 1m, but "books" gives 1h (its contract with Cloud): buy > shop > books.
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [payments, books] }
  payments:
    type: third-party
    strategy: hot-standby
    contract: { provider: Bank, rto: 15m, rpo: 0s }
  books:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    contract: { provider: Cloud, rpo: 30s }
`,
  check(subject, report, seen) {
    const asked = { rto: subject.tightest('rto'), rpo: subject.tightest('rpo') }
    for (const [id, component] of subject.components)
      for (const { objective, gives, node, key, because } of linksOf(component, subject.workloads)) {
        const demand = asked[objective].get(id)
        if (!demand) continue
        seen()
        if (gives > demand.value)
          report(
            subject.at(node, key),
            `Flow "${demand.flowId}" has an ${objective.toUpperCase()} of ${formatDuration(demand.value)}, but "${id}" gives ${formatDuration(gives)} (${because}): ${pathOf(demand)}.`,
          )
      }
  },
}
