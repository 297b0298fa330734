import { componentOf } from '../../demand.ts'
import { storesData } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const pilotLightWithoutLiveData: Rule = {
  code: 'pilot-light-without-live-data',
  severity: 'error',
  title: 'A pilot light has no live data',
  why: 'A pilot light is a cold standby whose data is there already; without that it is a restore, which takes far longer.',
  fix: 'Replicate the data to the standby, or drop the variant and plan with the time of a restore.',
  requirements: ['cold-standby.replication.c1'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 4h, rpo: 1h, mtd: 24h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop:
    type: web-service
    strategy: cold-standby
    variant: pilot-light
    active: [east]
    standby: [west]
    needs: [shop-db]
  shop-db:
    type: postgres
    strategy: cold-standby
    active: [east]
    standby: [west]
    data: # ERROR: "shop" is a pilot light, and "shop-db", which it needs, is not replicated.
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true }
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 4h, rpo: 1h, mtd: 24h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop:
    type: web-service
    strategy: cold-standby
    variant: pilot-light
    active: [east]
    standby: [west]
    needs: [shop-db]
  shop-db:
    type: postgres
    strategy: cold-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: async, lag: { p50: 2s, p99: 20s } }
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true }
`,
  check({ plan, components, at, unsure }, report, seen) {
    const told = new Set<string>()
    for (const [id, component] of components) {
      if (component.variant !== 'pilot-light') continue
      for (const need of [id, ...(component.needs ?? [])]) {
        const store = componentOf(plan, need)
        if (!store || !storesData(store)) continue
        seen()
        const { data } = store
        const copied = data?.replication && data.replication.mode !== 'none'
        if (copied || told.has(need) || unsure('components', need, 'data')) continue
        told.add(need)
        const what = need === id ? 'its data is' : `"${need}", which it needs, is`
        const spot = data?.replication ? at(data.replication, 'mode') : at(data ?? store)
        report(spot, `"${id}" is a pilot light, and ${what} not replicated.`)
      }
    }
  },
}
