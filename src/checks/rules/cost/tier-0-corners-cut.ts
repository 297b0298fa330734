import type { Rule } from '../../rule.ts'

export const tier0CornersCut: Rule = {
  code: 'tier-0-corners-cut',
  severity: 'note',
  title: 'A mission-critical flow does without code or tests',
  why: 'Elsewhere they compete with new features; here they are what keeps two live regions the same and ready.',
  fix: 'Describe the infrastructure as code under deployment, and rehearse each scenario.',
  requirements: ['cost.tier-0', 'tier.0'],
  bad: `
flows:
  buy: # NOTE: Flow "buy" is tier 0, and the plan has no infrastructure as code and no drill.
    does: A customer buys something
    tier: 0
    objectives: { default: { slo: 99.99%, rto: 30s, rpo: 1s } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: active-active, active: [east, west] }
drills: []
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
deployment: { code: bicep }
scenarios:
  apart: { class: partition, between: [east, west] }
activation:
  apart: { when: 'probes.shop.failingFor >= duration("10s")', decideWithin: 0s, declaredBy: [on-call], unless: deployment.inProgress }
drills:
  - { scenario: apart, every: 90d, target: lab }
`,
  check({ plan, at, unsure }, report, seen) {
    const lacking = [
      ...(plan.deployment || unsure('deployment') ? [] : ['no infrastructure as code']),
      ...((plan.drills ?? []).length > 0 || unsure('drills') ? [] : ['no drill']),
    ]
    for (const [id, flow] of Object.entries(plan.flows)) {
      if (flow.tier !== 0) continue
      seen()
      if (lacking.length > 0) report(at(flow), `Flow "${id}" is tier 0, and the plan has ${lacking.join(' and ')}.`)
    }
  },
}
