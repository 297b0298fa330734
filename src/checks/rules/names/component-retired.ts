import { pathOf } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const componentRetired: Rule = {
  code: 'component-retired',
  severity: 'warning',
  title: 'A retired component is still in the plan',
  why: 'A recovery then waits for something that is gone, or brings back and pays for something that nobody wants.',
  fix: 'Take it out of the plan with its backups and its needs, or correct the day in retires.',
  requirements: ['backup-restore.audit.c2'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [old-cache] }
  old-cache:
    type: cache
    strategy: warm-standby
    active: [east]
    standby: [west]
    retires: 2026-11-01 # WARNING: "old-cache" was retired on 2026-11-01, and flow "buy" still needs it (buy > shop > old-cache).
  fax:
    type: third-party
    retires: 2026-10-01 # WARNING: "fax" was retired on 2026-10-01, and is still in the plan.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  fax: { type: third-party, retires: 2027-03-31 }
`,
  check({ components, critical, asOf, at }, report, seen) {
    for (const [id, component] of components) {
      if (component.retires === undefined) continue
      seen()
      if (component.retires >= asOf) continue
      const demand = critical.get(id)
      const still = demand ? `flow "${demand.flowId}" still needs it (${pathOf(demand)})` : 'is still in the plan'
      report(at(component, 'retires'), `"${id}" was retired on ${component.retires}, and ${still}.`)
    }
  },
}
