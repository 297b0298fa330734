import { isRegional, regionsOf, sentence } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const hiddenSingleRegion: Rule = {
  code: 'hidden-single-region',
  severity: 'warning',
  title: 'Two regions depend on one',
  why: 'The second region is paid for, and still stops with the first one that is lost.',
  fix: 'Give what is needed a standby in the other region too, or let flows do without it and say so under degradesWithout.',
  requirements: ['disaster.region', 'friction.shared'],
  bad: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    needs: [prices] # WARNING: "shop" is in east and west, and needs "prices", which is in west only.
  prices: { type: web-service, active: [west] }
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [prices] }
  prices: { type: web-service, strategy: warm-standby, active: [west], standby: [east] }
`,
  check({ plan, components, critical, at, unsure }, report, seen) {
    // The loss of these is a scenario, and no-standby speaks of it.
    const taken = new Set<string>()
    for (const { class: kind, loses = [] } of Object.values(plan.scenarios))
      if (kind === 'region') for (const region of loses) taken.add(region)
    const alone = new Map<string, string>()
    for (const [id, component] of components) {
      const demand = critical.get(id)
      if (!demand || !isRegional(component)) continue
      seen()
      const [only, ...others] = regionsOf(component)
      if (only === undefined || others.length > 0 || component.strategy === 'backup-restore') continue
      if (demand.flow.tier !== 3 && component.active?.length && taken.has(only)) continue
      if (!unsure('components', id, 'active') && !unsure('components', id, 'standby')) alone.set(id, only)
    }
    for (const [id, user] of components) {
      const regions = regionsOf(user)
      if (regions.length < 2 || !isRegional(user)) continue
      for (const [index, need] of (user.needs ?? []).entries()) {
        const only = alone.get(need)
        if (only === undefined) continue
        report(
          at(user.needs as object, index),
          `"${id}" is in ${sentence(regions)}, and needs "${need}", which is in ${only} only.`,
        )
      }
    }
  },
}
