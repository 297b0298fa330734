import { lossOf, percent, survivorsOf } from '../../load.ts'
import type { Rule } from '../../rule.ts'

export const overprovisionedFallsShort: Rule = {
  code: 'overprovisioned-falls-short',
  severity: 'error',
  title: 'An overprovisioned service is too small for its name',
  why: 'Overprovisioned means that what is left carries everything at once, without growing first.',
  fix: 'Add capacity to every region, or call it at-capacity and let it grow.',
  requirements: ['variant.overprovisioned', 'active-active.load.c1'],
  bad: `
components:
  shop:
    type: web-service
    strategy: active-active
    active: [east, west]
    variant: overprovisioned
    capacity: { load: 45%, limit: 80% } # ERROR: With 1 of 2 regions lost, each region left of "shop" carries 90% of its capacity at once; its limit is 80%.
`,
  good: `
components:
  shop:
    type: web-service
    strategy: active-active
    active: [east, west]
    variant: overprovisioned
    capacity: { load: 35%, limit: 80% }
`,
  check({ plan, components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      const { strategy, variant, capacity } = component
      if (strategy !== 'active-active' || variant !== 'overprovisioned') continue
      const survivors = survivorsOf(plan, component)
      if (!survivors) continue
      seen()
      if (survivors.load > survivors.limit && !unsure('components', id))
        report(
          at(capacity as object, 'load'),
          `${lossOf(survivors)}, each region left of "${id}" carries ${percent(survivors.load)} of its capacity at once; its limit is ${percent(survivors.limit)}.`,
        )
    }
  },
}
