import { sentence } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const standbyNetworkNotInCode: Rule = {
  code: 'standby-network-not-in-code',
  severity: 'note',
  title: 'Nothing makes the network of a standby like that of the primary',
  why: 'Addresses, routes, policies and settings that differ are found when the standby is up and nobody reaches it.',
  fix: 'Let code make network, policies and configuration in both regions, and add them to deployment.covers.',
  requirements: ['cold-standby.regions.c1', 'warm-standby.regions.c3'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
deployment: { code: bicep, covers: [network, compute] } # NOTE: "shop" stands by in "west", and the code of the deployment does not cover policies and configuration there.
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
    const found = components.find(([, { strategy }]) => strategy === 'warm-standby' || strategy === 'cold-standby')
    if (!found) return
    seen()
    const [id, { standby }] = found
    const { deployment } = plan
    if (unsure('deployment')) return
    const what = `"${id}" stands by in ${standby?.[0] ? `"${standby[0]}"` : 'another region'}, and`
    const open = (['network', 'policies', 'configuration'] as const).filter((one) => !deployment?.covers?.includes(one))
    if (!deployment)
      report(missing('deployment'), `${what} the plan names no code that makes its network and settings.`)
    else if (open.length > 0)
      report(
        at(deployment, deployment.covers && 'covers'),
        `${what} the code of the deployment does not cover ${sentence(open)} there.`,
      )
  },
}
