import { notPlanned, strategiesOf, unplanned } from '../../grades-planned.ts'
import type { Rule } from '../../rule.ts'

export const validationNotPlanned: Rule = {
  code: notPlanned,
  severity: 'note',
  title: 'Nobody plans to show that it works',
  why: 'What nobody has shown to work is a hope, and the disaster would be its first test.',
  fix: 'Drill on an environment of the workload, and name topics under validates of a verification or drill; or attest.',
  requirements: [
    'active-active.objectives.v1',
    'warm-standby.failover.v3',
    'cold-standby.failover.v1',
    'backup-restore.restore-tests.v1',
  ],
  bad: `
components:
  shop:
    type: web-service
    strategy: warm-standby # NOTE: Nothing is planned to show, for warm-standby: identity-failover, audit-trail.
    active: [east]
    standby: [west]
targets:
  staging: { subject: nonprod, components: { shop: { east: { url: "https://e.stg.example" } } } }
drills:
  - { scenario: east-lost, target: staging, every: 90d }
verification:
  looked-at:
    kind: application
    of: shop
    does: What is to be looked at is gone through, point by point
    validates: [
      probe-accuracy, scaling-in-failover, capacity-available, security-audit, compliance-in-recovery,
      communication-channels, notification-delivery, external-communication, message-templates, standby-readiness,
      dependencies-available, routing-priority, replication-monitoring, monitoring-and-alerts, observability-coverage
    ]
attestations:
  - { of: dns-propagation, by: team-lead, on: 2026-11-01, until: 2027-01-31, says: Old answers were gone in 70 s }
`,
  good: `
targets:
  staging: { subject: nonprod, components: { shop: { east: { url: "https://e.stg.example" } } } }
drills:
  - { scenario: east-lost, target: staging, every: 90d }
verification:
  looked-at:
    kind: application
    of: shop
    does: What is to be looked at is gone through, point by point
    validates: [
      probe-accuracy, scaling-in-failover, capacity-available, security-audit, identity-failover,
      compliance-in-recovery, audit-trail, communication-channels, notification-delivery, external-communication,
      message-templates, standby-readiness, dependencies-available, routing-priority, dns-propagation,
      replication-monitoring, monitoring-and-alerts, observability-coverage
    ]
`,
  check({ plan, asOf, at, unsure }, report, seen) {
    // What the parser has left out may plan it.
    if (['drills', 'verification', 'attestations', 'targets', 'scenarios'].some((part) => unsure(part))) return
    const first = new Map(
      Object.values(plan.components)
        .map((one) => [one.strategy, one] as const)
        .toReversed(),
    )
    for (const strategy of strategiesOf(plan)) {
      seen()
      const topics = unplanned(plan, strategy, asOf)
      const component = first.get(strategy)
      if (topics.length > 0 && component)
        report(at(component, 'strategy'), `Nothing is planned to show, for ${strategy}: ${topics.join(', ')}.`)
    }
  },
}
