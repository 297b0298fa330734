import { sentence } from '../../layout.ts'
import { survivorsOf } from '../../load.ts'
import { answersRequests } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const scaleUpUnstated: Rule = {
  code: 'scale-up-unstated',
  severity: 'note',
  title: 'Nothing says how the regions that are left grow',
  why: 'Until the others have grown, users of the lost region meet a service that is slow or refuses them.',
  fix: 'Add capacity.scaling with takes, and say under degrades what becomes slower meanwhile.',
  requirements: ['active-active.load.c2', 'variant.at-capacity'],
  bad: `
components:
  shop:
    type: web-service
    strategy: active-active
    active: [east, west]
    variant: at-capacity
    capacity: { load: 60%, limit: 80% } # NOTE: When a region of "shop" is lost, nothing says how long the others take to grow and what is slower meanwhile.
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
      if (strategy !== 'active-active' || variant === 'overprovisioned' || !answersRequests(component)) continue
      seen()
      const survivors = survivorsOf(plan, component)
      if (survivors && survivors.load <= survivors.limit) continue
      const open = [
        ...(capacity?.scaling?.takes === undefined ? ['how long the others take to grow'] : []),
        ...(capacity?.degrades === undefined ? ['what is slower meanwhile'] : []),
      ]
      if (open.length > 0 && !unsure('components', id, 'capacity'))
        report(at(capacity ?? component), `When a region of "${id}" is lost, nothing says ${sentence(open)}.`)
    }
  },
}
