import { storesData } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const consistencyUndefined: Rule = {
  code: 'consistency-undefined',
  severity: 'note',
  title: 'Nothing says what a reader in another region may see',
  why: 'Where every region serves, an application that expects its own write back fails on a copy that is behind.',
  fix: 'Add consistency: strong, bounded-staleness, session or eventual, as the store is set and the application expects.',
  requirements: ['active-active.replication.c5'],
  bad: `
components:
  shop: { type: web-service, strategy: active-active, active: [east, west], needs: [shop-db] }
  shop-db:
    type: cosmos-db
    strategy: active-active
    active: [east, west]
    data: # NOTE: "shop-db" serves from "east" and "west", and nothing says how consistent they are.
      writes: one-region
      replication: { mode: async, lag: { p50: 100ms, p99: 2s } }
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
`,
  good: `
components:
  shop: { type: web-service, strategy: active-active, active: [east, west], needs: [shop-db] }
  shop-db:
    type: cosmos-db
    strategy: active-active
    active: [east, west]
    failover: { by: automatic }
    data:
      consistency: session
      writes: one-region
      replication: { mode: async, lag: { p50: 100ms, p99: 2s } }
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
`,
  check({ components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      if (component.strategy !== 'active-active' || !storesData(component)) continue
      seen()
      const { data, active = [] } = component
      if (data?.consistency !== undefined || unsure('components', id, 'data')) continue
      const where = active.length > 1 ? active.map((region) => `"${region}"`).join(' and ') : 'several regions'
      report(at(data ?? component), `"${id}" serves from ${where}, and nothing says how consistent they are.`)
    }
  },
}
