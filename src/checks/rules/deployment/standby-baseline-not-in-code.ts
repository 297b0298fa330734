import { sentence } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const standbyBaselineNotInCode: Rule = {
  code: 'standby-baseline-not-in-code',
  severity: 'note',
  title: 'Nothing keeps roles, policies and monitoring of a cold standby the same',
  why: 'A standby that nobody touches drifts: rights are missing, rules have changed, and nobody watches it.',
  fix: 'Add roles, policies and monitoring to deployment.covers, or say it under security.access and monitoring.regions.',
  requirements: ['cold-standby.regions.c2', 'muster.security.cold-standby'],
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
deployment: { code: bicep, covers: [network, roles] } # NOTE: "shop" is cold standby, and nothing keeps its policies and monitoring like those of the primary.
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
    const cold = components.find(([, one]) => one.strategy === 'cold-standby')
    const { deployment, security, monitoring } = plan
    if (!cold || !deployment || unsure('deployment') || unsure('security') || unsure('monitoring')) return
    seen()
    const said = new Set<string>(deployment.covers ?? [])
    if (security?.access !== undefined) said.add('roles').add('policies')
    if (monitoring?.regions !== undefined) said.add('monitoring')
    const open = ['roles', 'policies', 'monitoring'].filter((one) => !said.has(one))
    if (open.length > 0)
      report(
        at(deployment, deployment.covers && 'covers'),
        `"${cold[0]}" is cold standby, and nothing keeps its ${sentence(open)} like those of the primary.`,
      )
  },
}
