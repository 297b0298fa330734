import { answersRequests } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const coldComputeUnstated: Rule = {
  code: 'cold-compute-unstated',
  severity: 'note',
  title: 'Nothing says whether the compute of a cold standby is there and stopped',
  why: 'Starting what is there takes minutes; creating it takes longer, and depends on room in a region that everybody runs to.',
  fix: 'Add computeStopped: true, or computeStopped: false with compute among what the code covers.',
  requirements: ['cold-standby.regions.c3'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 4h, rpo: 1h, mtd: 24h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: cold-standby, active: [east], standby: [west] }
deployment: { code: bicep, covers: [compute] } # NOTE: "shop" is cold standby, and nothing says whether its compute is deployed and stopped.
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 4h, rpo: 1h, mtd: 24h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: cold-standby, active: [east], standby: [west], capacity: { scaling: { automatic: true, to: 8, takes: 20m } } }
deployment:
  code: bicep
  covers: [network, policies, roles, monitoring, compute, configuration, scaling, dependencies]
  computeStopped: true
`,
  check({ plan, components, at, unsure }, report, seen) {
    const cold = components.find(([, one]) => one.strategy === 'cold-standby' && answersRequests(one))
    const { deployment } = plan
    if (!cold || !deployment || unsure('deployment')) return
    seen()
    const { computeStopped, covers } = deployment
    if (computeStopped === undefined)
      report(
        at(deployment),
        `"${cold[0]}" is cold standby, and nothing says whether its compute is deployed and stopped.`,
      )
    else if (!computeStopped && !covers?.includes('compute'))
      report(
        at(deployment, 'computeStopped'),
        `The compute of "${cold[0]}" is not deployed beforehand, and the code of the deployment does not cover it.`,
      )
  },
}
