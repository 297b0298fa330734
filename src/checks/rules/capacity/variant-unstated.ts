import { answersRequests } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const variantUnstated: Rule = {
  code: 'variant-unstated',
  severity: 'note',
  title: 'Nothing says whether an active-active service must grow',
  why: 'At capacity needs growth to be planned and tested; overprovisioned needs it to be paid for.',
  fix: 'Add variant: at-capacity or variant: overprovisioned.',
  requirements: ['variant.at-capacity', 'variant.overprovisioned'],
  bad: `
components:
  shop: { type: web-service, strategy: active-active, active: [east, west] } # NOTE: "shop" is active-active, and nothing says whether each region carries everything at once or grows first.
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
      if (component.variant === undefined && !unsure('components', id, 'variant'))
        report(
          at(component),
          `"${id}" is active-active, and nothing says whether each region carries everything at once or grows first.`,
        )
    }
  },
}
