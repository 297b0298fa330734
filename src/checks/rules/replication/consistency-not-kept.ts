import type { Rule } from '../../rule.ts'

export const consistencyNotKept: Rule = {
  code: 'consistency-not-kept',
  severity: 'error',
  title: 'A consistency is promised that the replication does not give',
  why: 'An application that trusts the stated consistency reads what is no longer true, and acts on it.',
  fix: 'State the consistency that the store really gives, or replicate synchronously and write in one region.',
  requirements: ['active-active.replication.c5'],
  bad: `
components:
  shop: { type: web-service, strategy: active-active, active: [east, west], needs: [shop-db, stock-db] }
  shop-db:
    type: postgres
    strategy: active-active
    active: [east, west]
    failover: { by: customer }
    data:
      consistency: strong # ERROR: "shop-db" promises strong consistency in every region, and replicates asynchronously.
      writes: one-region
      replication: { mode: async, lag: { p50: 100ms, p99: 2s } }
  stock-db:
    type: cosmos-db
    strategy: active-active
    active: [east, west]
    data:
      consistency: strong # ERROR: "stock-db" promises strong consistency, and a Cosmos DB account that takes writes in every region does not offer it.
      writes: every-region
      conflicts: The later write wins
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
      consistency: strong
      writes: one-region
      replication: { mode: sync }
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
`,
  check({ components, at }, report, seen) {
    for (const [id, { type, strategy, data }] of components) {
      if (data?.consistency === undefined) continue
      seen()
      if (data.consistency !== 'strong') continue
      const { mode, readable } = data.replication ?? {}
      const elsewhere = strategy === 'active-active' || data.writes === 'every-region' || readable === true
      if (mode === 'async' && elsewhere)
        report(
          at(data, 'consistency'),
          `"${id}" promises strong consistency in every region, and replicates asynchronously.`,
        )
      else if (type === 'cosmos-db' && data.writes === 'every-region')
        report(
          at(data, 'consistency'),
          `"${id}" promises strong consistency, and a Cosmos DB account that takes writes in every region does not offer it.`,
        )
    }
  },
}
