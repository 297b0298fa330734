import { answersRequests } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const coldScaleTargetUnstated: Rule = {
  code: 'cold-scale-target-unstated',
  severity: 'note',
  title: 'Nothing says how large a cold standby is started',
  why: 'It starts into the full load of everybody at once, and has no time to find its size.',
  fix: 'Add capacity.scaling.to: how many carry the full load.',
  requirements: ['cold-standby.provisioning.c3'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 4h, rpo: 1h, mtd: 24h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: cold-standby, active: [east], standby: [west] } # NOTE: "shop" is cold standby, and nothing says how many of it carry the full load.
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
  check({ components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      if (component.strategy !== 'cold-standby' || !answersRequests(component)) continue
      seen()
      const { capacity } = component
      if (capacity?.scaling?.to === undefined && !unsure('components', id, 'capacity'))
        report(
          at(capacity?.scaling ?? capacity ?? component),
          `"${id}" is cold standby, and nothing says how many of it carry the full load.`,
        )
    }
  },
}
