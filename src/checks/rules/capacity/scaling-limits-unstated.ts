import type { Rule } from '../../rule.ts'

export const scalingLimitsUnstated: Rule = {
  code: 'scaling-limits-unstated',
  severity: 'note',
  title: 'Scaling has no threshold or no limit',
  why: 'Without a threshold nobody knows when it begins to grow, and without a limit how far it may go.',
  fix: 'Add threshold: …, from: … and to: … to the scaling, and quota: … for the other region.',
  requirements: ['warm-standby.scaling.c2', 'active-active.load.c2'],
  bad: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    capacity:
      standby: 25%
      scaling: { automatic: true, takes: 8m } # NOTE: Scaling of "shop" does not state from, to, threshold, quota.
`,
  good: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    needs: []
    capacity:
      load: 60%
      limit: 80%
      standby: 25%
      scaling: { automatic: true, from: 2, to: 8, takes: 8m, threshold: 65%, quota: 12 }
`,
  check({ components, at, unsure }, report, seen) {
    for (const [id, { strategy, capacity }] of components) {
      const scaling = capacity?.scaling
      if (!scaling || (strategy !== 'warm-standby' && strategy !== 'active-active')) continue
      seen()
      const open = (['from', 'to', 'threshold', 'quota'] as const).filter((key) => scaling[key] === undefined)
      if (open.length > 0 && !unsure('components', id, 'capacity', 'scaling'))
        report(at(scaling), `Scaling of "${id}" does not state ${open.join(', ')}.`)
    }
  },
}
