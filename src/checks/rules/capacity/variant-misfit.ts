import { strategies } from '#catalog'
import type { Rule } from '../../rule.ts'

export const variantMisfit: Rule = {
  code: 'variant-misfit',
  severity: 'error',
  title: 'A variant is none of its strategy',
  why: 'One of the two words is wrong, and whoever plans by it prepares the wrong thing.',
  fix: 'At-capacity and overprovisioned belong to active-active, pilot-light to cold standby; change one of the two.',
  requirements: ['variant.at-capacity', 'variant.overprovisioned'],
  bad: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    variant: at-capacity # ERROR: "shop" is warm standby, and at-capacity is a variant of active-active.
    active: [east]
    standby: [west]
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
  check({ components, at }, report, seen) {
    for (const [id, component] of components) {
      const { variant, strategy } = component
      if (variant === undefined || strategy === undefined) continue
      seen()
      const fitting = variant === 'pilot-light' ? 'cold-standby' : 'active-active'
      if (strategy !== fitting)
        report(
          at(component, 'variant'),
          `"${id}" is ${strategies[strategy].title}, and ${variant} is a variant of ${strategies[fitting].title}.`,
        )
    }
  },
}
