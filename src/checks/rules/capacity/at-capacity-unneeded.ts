import { lossOf, percent, survivorsOf } from '../../load.ts'
import type { Rule } from '../../rule.ts'

export const atCapacityUnneeded: Rule = {
  code: 'at-capacity-unneeded',
  severity: 'note',
  title: 'A service at capacity could carry everything as it is',
  why: 'It costs as much as an overprovisioned one, and nobody plans or tests with what it can do.',
  fix: 'Call it overprovisioned, or run fewer on an ordinary day and let them grow.',
  requirements: ['variant.at-capacity', 'classify.right-size'],
  bad: `
components:
  shop:
    type: web-service
    strategy: active-active
    active: [east, west]
    variant: at-capacity # NOTE: With 1 of 2 regions lost, each region left of "shop" carries 60% of its capacity; its limit is 80%, so nothing has to grow.
    capacity: { load: 30%, limit: 80% }
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
      if (component.strategy !== 'active-active' || component.variant !== 'at-capacity') continue
      const survivors = survivorsOf(plan, component)
      if (!survivors) continue
      seen()
      if (survivors.load <= survivors.limit && !unsure('components', id))
        report(
          at(component, 'variant'),
          `${lossOf(survivors)}, each region left of "${id}" carries ${percent(survivors.load)} of its capacity; its limit is ${percent(survivors.limit)}, so nothing has to grow.`,
        )
    }
  },
}
