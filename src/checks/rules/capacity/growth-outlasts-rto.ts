import { formatDuration } from '#units'
import type { Component, Plan } from '#plan'
import { survivorsOf } from '../../load.ts'
import type { Rule } from '../../rule.ts'

export const growthOutlastsRto: Rule = {
  code: 'growth-outlasts-rto',
  severity: 'error',
  title: 'Growing takes longer than the RTO',
  why: 'A flow is restored only when everybody is served, and until then there is no room for everybody.',
  fix: 'Keep more running, grow faster, or raise the RTO and have it signed again.',
  requirements: ['warm-standby.scaling.c1', 'active-active.load.c2', 'cold-standby.provisioning.c3'],
  bad: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    capacity:
      standby: 25%
      scaling: { automatic: true, from: 2, to: 8, takes: 45m } # ERROR: "shop" takes 45m to grow to the full load, but the RTO of flow "buy" is 30m.
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
  check({ plan, components, tightest, at, unsure }, report, seen) {
    const demands = tightest('rto', 'region')
    for (const [id, component] of components) {
      const { strategy, capacity } = component
      const takes = capacity?.scaling?.takes
      const demand = demands.get(id)
      if (takes === undefined || !demand || !mustGrow(plan, component)) continue
      seen()
      if (takes > demand.value && !unsure('components', id))
        report(
          at(capacity?.scaling as object, 'takes'),
          `"${id}" takes ${formatDuration(takes)} to ${strategy === 'cold-standby' ? 'start at' : 'grow to'} the full load, but the RTO of flow "${demand.flowId}" is ${formatDuration(demand.value)}.`,
        )
    }
  },
}

/** Whether it serves everybody only after it has grown; what is accepted as slower for a while does not count. */
function mustGrow(plan: Plan, component: Component): boolean {
  const { strategy } = component
  const { standby = 0, degrades } = component.capacity ?? {}
  if (strategy === 'cold-standby') return true
  if (strategy === 'warm-standby') return standby < 1
  const survivors = strategy === 'active-active' ? survivorsOf(plan, component) : undefined
  if (!survivors || survivors.load <= survivors.limit) return false
  return survivors.load > 1 || degrades === undefined
}
