import { answersRequests } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const loadUnstated: Rule = {
  code: 'load-unstated',
  severity: 'note',
  title: 'Nothing says what load each region carries',
  why: 'Whether the regions that are left can carry the load of a lost one is arithmetic, and its first number is missing.',
  fix: 'Add capacity: { load: …, limit: … } from the peak of an ordinary day.',
  requirements: ['active-active.load.c1'],
  bad: `
components:
  shop:
    type: web-service
    strategy: active-active
    active: [east, west]
    capacity: { load: 40% } # NOTE: Nothing says above which load "shop" is no longer as fast as promised.
  search: { type: web-service, strategy: active-active, active: [east, west] } # NOTE: Nothing says what load each region of "search" carries on an ordinary day.
`,
  good: `
components:
  shop:
    type: web-service
    strategy: active-active
    active: [east, west]
    variant: at-capacity
    capacity:
      load: 60%
      limit: 80%
      degrades: Pages take up to twice as long
      scaling: { automatic: true, from: 4, to: 8, takes: 5m, threshold: 65%, quota: 12 }
`,
  check({ components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      if (component.strategy !== 'active-active' || !answersRequests(component)) continue
      seen()
      const { capacity } = component
      if (unsure('components', id, 'capacity')) continue
      if (capacity?.load === undefined)
        report(at(capacity ?? component), `Nothing says what load each region of "${id}" carries on an ordinary day.`)
      else if (capacity.limit === undefined)
        report(at(capacity), `Nothing says above which load "${id}" is no longer as fast as promised.`)
    }
  },
}
