import { answersRequests } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const coldProvisioningNotInCode: Rule = {
  code: 'cold-provisioning-not-in-code',
  severity: 'note',
  title: 'Nothing builds the compute of a cold standby',
  why: 'What is built by hand in the middle of a disaster is built late, and differently.',
  fix: 'Name the code under deployment, with compute among what it covers.',
  requirements: ['cold-standby.provisioning.c1', 'cost.tier-2'],
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
deployment: { code: bicep, covers: [network] } # NOTE: "shop" is cold standby, and the code of the deployment does not cover compute.
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
  check({ plan, components, at, missing, unsure }, report, seen) {
    const cold = components.find(([, one]) => one.strategy === 'cold-standby' && answersRequests(one))
    if (!cold) return
    seen()
    const { deployment } = plan
    const what = `"${cold[0]}" is cold standby, and`
    if (unsure('deployment')) return
    if (!deployment) report(missing('deployment'), `${what} the plan names no code that builds it.`)
    else if (!deployment.covers?.includes('compute'))
      report(
        at(deployment, deployment.covers && 'covers'),
        `${what} the code of the deployment ${deployment.covers ? 'does not cover' : 'does not say whether it covers'} compute.`,
      )
  },
}
