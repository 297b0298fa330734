import { answersRequests } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const standbySizeUnstated: Rule = {
  code: 'standby-size-unstated',
  severity: 'note',
  title: 'Nothing says how much a warm standby carries, or how it grows',
  why: 'A standby of unknown size may serve everybody at once or collapse under the first users.',
  fix: 'Add capacity.standby, the share of the full load that it carries before it grows, and capacity.scaling.',
  requirements: ['warm-standby.regions.c2', 'warm-standby.scaling.c1', 'cost.tier-1'],
  bad: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    capacity: { load: 60%, scaling: { automatic: true, from: 2, to: 8, threshold: 65%, quota: 9, takes: 8m } } # NOTE: Nothing says what share of the load the standby of "shop" carries.
  search: { type: web-service, strategy: warm-standby, active: [east], standby: [west] } # NOTE: Nothing says what share of the load the standby of "search" carries, or how it grows to the whole of it.
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
    for (const [id, component] of components) {
      const { strategy, capacity } = component
      if (strategy !== 'warm-standby' || !answersRequests(component)) continue
      seen()
      if (capacity?.standby !== undefined || unsure('components', id, 'capacity')) continue
      const growth = capacity?.scaling ? '' : ', or how it grows to the whole of it'
      report(at(capacity ?? component), `Nothing says what share of the load the standby of "${id}" carries${growth}.`)
    }
  },
}
