import { componentTypes, tiers } from '#catalog'
import { formatDuration } from '#units'
import { enoughFor } from '../../right-size.ts'
import type { Rule } from '../../rule.ts'

export const activeActiveObjectives: Rule = {
  code: 'active-active-objectives',
  severity: 'note',
  title: 'Active-active is promised like a standby',
  why: 'Regions that all serve lose seconds and next to no data; a weaker promise either hides what is paid for or shows that less would do.',
  fix: 'Promise an RTO of seconds and an RPO near zero, as the guidance has it, or choose a cheaper strategy.',
  requirements: ['active-active.objectives.c1', 'active-active.objectives.c2', 'classify.right-size'],
  bad: `
flows:
  pay:
    does: A customer pays
    tier: 1
    objectives:
      default:
        slo: 99.95%
        rto: 30m # NOTE: "ledger" is active-active, and the shortest RTO that rests on it is 30m (flow "pay"); 2m or less is usual.
        rpo: 10m # NOTE: "ledger" is active-active, and the shortest RPO that rests on it is 10m (flow "pay"); 5s or less is usual.
    needs: [ledger]
    signedOff: [{ by: owner, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  ledger:
    type: cosmos-db
    strategy: active-active
    active: [east, west]
`,
  good: `
flows:
  pay:
    does: A customer pays
    tier: 1
    objectives:
      default:
        slo: 99.95%
        rto: 2m
        rpo: 5s
    needs: [ledger]
    signedOff: [{ by: owner, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  ledger:
    type: cosmos-db
    strategy: active-active
    active: [east, west]
scenarios:
  apart: { class: partition, between: [east, west] }
activation:
  apart: { when: 'probes.shop.failingFor >= duration("30s")', decideWithin: 30s, declaredBy: [on-call], unless: deployment.inProgress }
drills:
  - { scenario: apart, every: 90d, target: lab }
`,
  check(subject, report, seen) {
    const { components, tightest, at } = subject
    const shortest = { rto: tightest('rto'), rpo: tightest('rpo') }
    const usual = { rto: tiers[0].rtoAtMost, rpo: tiers[0].rpoAtMost }
    for (const [id, component] of components) {
      const { strategy, type } = component
      // Where less would do, that is the fault, and another rule's.
      if (strategy !== 'active-active' || enoughFor(subject, id, component)) continue
      for (const objective of ['rto', 'rpo'] as const) {
        const demand = shortest[objective].get(id)
        // What holds no data loses none.
        if (!demand || (objective === 'rpo' && componentTypes[type]?.holdsData === false)) continue
        seen()
        if (demand.value > usual[objective])
          report(
            at(demand.flow.objectives.default, objective),
            `"${id}" is active-active, and the shortest ${objective.toUpperCase()} that rests on it is ${formatDuration(demand.value)} (flow "${demand.flowId}"); ${formatDuration(usual[objective])} or less is usual.`,
          )
      }
    }
  },
}
