import { formatShare } from '#units'
import type { Rule } from '../../rule.ts'

export const standbyCannotGrow: Rule = {
  code: 'standby-cannot-grow',
  severity: 'warning',
  title: 'A small standby does not grow by itself',
  why: 'It meets the whole load at the moment of the failover, while everybody is busy with the disaster.',
  fix: 'Add capacity.scaling with automatic: true, or make the standby large enough.',
  requirements: ['warm-standby.scaling.c1', 'cost.tier-1'],
  bad: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    capacity: { standby: 25% } # WARNING: The standby of "shop" carries 25% of the load, and nothing lets it grow.
  search:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    capacity:
      standby: 25%
      scaling: { automatic: false, from: 2, to: 8, takes: 8m } # WARNING: The standby of "search" carries 25% of the load, and grows only by hand.
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
      if (strategy !== 'warm-standby' || capacity?.standby === undefined) continue
      seen()
      if (capacity.standby >= 1 || unsure('components', id, 'capacity')) continue
      const carries = `The standby of "${id}" carries ${formatShare(capacity.standby)} of the load`
      if (!capacity.scaling) report(at(capacity, 'standby'), `${carries}, and nothing lets it grow.`)
      else if (!capacity.scaling.automatic)
        report(at(capacity.scaling, 'automatic'), `${carries}, and grows only by hand.`)
    }
  },
}
