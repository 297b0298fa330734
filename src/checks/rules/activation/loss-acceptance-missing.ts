import { criteriaOf, hitBy, isLosable } from '../../activations.ts'
import { listed } from '../../listing.ts'
import type { Rule } from '../../rule.ts'

export const lossAcceptanceMissing: Rule = {
  code: 'loss-acceptance-missing',
  severity: 'note',
  title: 'Nobody has to accept the loss of data',
  why: 'A forced failover loses what was not replicated, and only the owner of the data can weigh that.',
  fix: 'Name the owner of the data under lossAcceptedBy.',
  requirements: ['muster.loss-acceptance'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data: { replication: { mode: async, lag: { p50: 1s, p99: 20s } } }
activation:
  east-lost: # NOTE: "east-lost" can lose writes of "shop-db", which replicates asynchronously, and nobody accepts that.
    when: 'probes.shop.failingFor >= duration("2m")'
    declaredBy: [on-call]
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data: { replication: { mode: async, lag: { p50: 1s, p99: 20s } }, backup: { every: 1h } }
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    unless: deployment.inProgress
    declaredBy: [on-call]
    lossAcceptedBy: team-lead
`,
  check(subject, report, seen) {
    const { plan, at, unsure } = subject
    for (const { id, activation, scenario } of criteriaOf(plan)) {
      if (!scenario || unsure('activation', id, 'lossAcceptedBy')) continue
      const lost = hitBy(subject, scenario).flatMap(([one, component]) => (isLosable(component) ? [one] : []))
      if (lost.length === 0) continue
      seen()
      if (activation.lossAcceptedBy === undefined)
        report(
          at(activation),
          `"${id}" can lose writes of ${listed(lost)}, which ${lost.length === 1 ? 'replicates' : 'replicate'} asynchronously, and nobody accepts that.`,
        )
    }
  },
}
