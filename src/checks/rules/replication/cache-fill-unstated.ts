import type { Rule } from '../../rule.ts'

export const cacheFillUnstated: Rule = {
  code: 'cache-fill-unstated',
  severity: 'note',
  title: 'Who bears the load while a cache fills is not stated',
  why: 'A cache is empty in the other region, and everything that it kept away falls on the store behind it at once.',
  fix: 'Say under capacity.degrades what is slower meanwhile and what bears it, or under degradesWithout what flows do without it.',
  requirements: ['muster.degradation'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [baskets] }
  baskets: { type: cache, strategy: warm-standby, active: [east], standby: [west] } # NOTE: "baskets" is empty after a failover, and nothing says what bears the load of flow "buy" until it is full.
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 8h, rpo: 1h, mtd: 24h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [baskets] }
  baskets:
    type: cache
    strategy: warm-standby
    active: [east]
    standby: [west]
    capacity: { degrades: "The database bears twice its load for 10m, for which it is sized" }
`,
  check({ components, critical, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      const demand = critical.get(id)
      if (!component.type.startsWith('cache') || !demand) continue
      seen()
      const { mode } = component.data?.replication ?? {}
      const full = mode !== undefined && mode !== 'none'
      if (full || component.capacity?.degrades !== undefined || unsure('components', id, 'capacity')) continue
      report(
        at(component),
        `"${id}" is empty after a failover, and nothing says what bears the load of flow "${demand.flowId}" until it is full.`,
      )
    }
  },
}
