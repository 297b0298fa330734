import { lossOf, percent, survivorsOf } from '../../load.ts'
import type { Rule } from '../../rule.ts'

export const survivorsOverloaded: Rule = {
  code: 'survivors-overloaded',
  severity: 'error',
  title: 'The regions that are left cannot carry the load of a lost one',
  why: 'The loss of one region becomes the loss of all, one after the other.',
  fix: 'Lower the load of each region, add a region, or let the others grow further.',
  requirements: ['active-active.load.c1', 'active-active.load.c2', 'variant.at-capacity'],
  bad: `
components:
  shop:
    type: web-service
    strategy: active-active
    active: [east, west]
    capacity: { load: 60%, limit: 80% } # ERROR: With 1 of 2 regions lost, each region left of "shop" carries 120% of its capacity; its limit is 80%, and nothing lets it grow.
  search:
    type: web-service
    strategy: active-active
    variant: at-capacity
    active: [east, west]
    capacity:
      load: 60%
      limit: 80%
      scaling: { automatic: true, from: 4, to: 5, takes: 5m } # ERROR: With 1 of 2 regions lost, each region left of "search" carries 120% of its capacity, and 96% once grown from 4 to 5; its limit is 80%.
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
  check({ plan, components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      const { strategy, variant, capacity } = component
      if (strategy !== 'active-active' || variant === 'overprovisioned') continue
      const survivors = survivorsOf(plan, component)
      if (!survivors) continue
      seen()
      const { load, limit, grown = 0 } = survivors
      const { scaling, degrades } = capacity ?? {}
      // Slower than promised for a while is a decision; more than a region can carry is none.
      const accepted = degrades !== undefined && load <= 1
      if (load <= limit || accepted || unsure('components', id)) continue
      const carries = `${lossOf(survivors)}, each region left of "${id}" carries ${percent(load)} of its capacity`
      const its = `its limit is ${percent(limit)}`
      if (!scaling) report(at(capacity as object, 'load'), `${carries}; ${its}, and nothing lets it grow.`)
      else if (grown > limit) {
        const to = Math.min(scaling.to ?? 0, scaling.quota ?? Number.POSITIVE_INFINITY)
        const by = scaling.quota === to ? 'quota' : 'to'
        report(at(scaling, by), `${carries}, and ${percent(grown)} once grown from ${scaling.from} to ${to}; ${its}.`)
      }
    }
  },
}
