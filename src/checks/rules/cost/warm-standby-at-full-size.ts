import { componentTypes } from '#catalog'
import { formatShare } from '#units'
import type { Rule } from '../../rule.ts'

export const warmStandbyAtFullSize: Rule = {
  code: 'warm-standby-at-full-size',
  severity: 'note',
  title: 'A warm standby is as large as the primary',
  why: 'It costs as much as a hot standby, and is promised no more than a warm one.',
  fix: 'Lower its baseline and let it grow when activated: capacity: { standby: 30%, scaling: { automatic: true } }; or call it a hot standby.',
  requirements: ['cost.tier-1', 'classify.right-size', 'warm-standby.regions.c2'],
  bad: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    capacity: { standby: 100% } # NOTE: The warm standby of "shop" carries 100% of the load before it grows.
`,
  good: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    capacity: { standby: 30%, scaling: { automatic: true, takes: 5m } }
`,
  check({ components, at }, report, seen) {
    for (const [id, { strategy, capacity, type }] of components) {
      // Data cannot be kept at a third of its size.
      if (strategy !== 'warm-standby' || capacity?.standby === undefined || componentTypes[type]?.holdsData) continue
      seen()
      if (capacity.standby >= 1)
        report(
          at(capacity, 'standby'),
          `The warm standby of "${id}" carries ${formatShare(capacity.standby)} of the load before it grows.`,
        )
    }
  },
}
