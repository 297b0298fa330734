import { storesData } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const writesUnstated: Rule = {
  code: 'writes-unstated',
  severity: 'note',
  title: 'Nothing says where an active-active store takes writes',
  why: 'A store that writes in one region needs a failover when that region is lost; one that writes in every region does not.',
  fix: 'Add writes: one-region, or writes: every-region with conflicts.',
  requirements: ['active-active.replication.c1'],
  bad: `
components:
  shop: { type: web-service, strategy: active-active, active: [east, west], needs: [shop-db] }
  shop-db:
    type: cosmos-db
    strategy: active-active
    active: [east, west]
    data: # NOTE: "shop-db" is active-active, and nothing says in which regions it takes writes.
      consistency: session
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
    data:
      consistency: session
      writes: every-region
      conflicts: The later write wins
      replication: { mode: async, lag: { p50: 100ms, p99: 2s } }
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
`,
  check({ components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      if (component.strategy !== 'active-active' || !storesData(component)) continue
      seen()
      if (component.data?.writes === undefined && !unsure('components', id, 'data'))
        report(
          at(component.data ?? component),
          `"${id}" is active-active, and nothing says in which regions it takes writes.`,
        )
    }
  },
}
