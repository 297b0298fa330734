import { strategies } from '#catalog'
import { isPassive, typeOf } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const strategyContradictsRegions: Rule = {
  code: 'strategy-contradicts-regions',
  severity: 'error',
  title: 'The regions of a component contradict its strategy',
  why: 'What is to take over must be somewhere else than what is lost.',
  fix: 'Name a second active region for active-active, and a standby region of its own for a standby.',
  requirements: [
    'warm-standby.regions.c1',
    'warm-standby.regions.c2',
    'cold-standby.regions.c1',
    'active-active.traffic.c1',
    'muster.hot-standby',
  ],
  bad: `
components:
  shop:
    type: web-service
    strategy: active-active
    active: [east] # ERROR: "shop" is active-active, and serves from one region.
    standby: [west]
  search:
    type: web-service
    strategy: warm-standby
    active: [east] # ERROR: "search" is warm standby, and no region stands by.
    standby: []
  mail:
    type: web-service
    strategy: hot-standby
    active: [east]
    standby: [east] # ERROR: "mail" stands by in "east", where it serves already.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
`,
  check({ components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      const { strategy, active, standby = [] } = component
      if (strategy === undefined || active === undefined || typeOf(component)?.scope !== 'regional') continue
      seen()
      if (unsure('components', id, 'active') || unsure('components', id, 'standby')) continue
      const is = `"${id}" is ${strategies[strategy].title}`
      const twice = standby.findIndex((region) => active.includes(region))
      if (active.length === 0) report(at(component, 'active'), `${is}, and serves from no region.`)
      else if (strategy === 'active-active' && active.length < 2)
        report(at(component, 'active'), `${is}, and serves from one region.`)
      else if (isPassive(strategy) && standby.length === 0)
        report(at(component, 'active'), `${is}, and no region stands by.`)
      else if (twice !== -1)
        report(at(standby, twice), `"${id}" stands by in "${standby[twice]}", where it serves already.`)
    }
  },
}
