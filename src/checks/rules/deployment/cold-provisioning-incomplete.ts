import { sentence } from '../../layout.ts'
import { answersRequests } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const coldProvisioningIncomplete: Rule = {
  code: 'cold-provisioning-incomplete',
  severity: 'note',
  title: 'The code of a cold standby leaves something out',
  why: 'An instance that starts without its settings, its size or what it calls is up and does not work.',
  fix: 'Let the code make configuration, scaling and dependencies too, and add them to covers.',
  requirements: ['cold-standby.provisioning.c2'],
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
deployment: { code: bicep, covers: [compute, scaling] } # NOTE: "shop" is cold standby, and the code that builds it leaves out configuration and dependencies.
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
    const covers = plan.deployment?.covers
    // Where no code is named, or none of compute, another rule speaks.
    if (!cold || !plan.deployment || !covers?.includes('compute') || unsure('deployment', 'covers')) return
    seen()
    const open = (['configuration', 'scaling', 'dependencies'] as const).filter((one) => !covers.includes(one))
    if (open.length > 0)
      report(
        at(plan.deployment, 'covers'),
        `"${cold[0]}" is cold standby, and the code that builds it leaves out ${sentence(open)}.`,
      )
  },
}
