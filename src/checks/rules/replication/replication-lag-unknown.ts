import type { Rule } from '../../rule.ts'

export const replicationLagUnknown: Rule = {
  code: 'replication-lag-unknown',
  severity: 'warning',
  title: 'The lag of a replication is not stated',
  why: 'What is lost with a region is what had not been replicated yet, so without the lag no RPO can be judged.',
  fix: 'Measure the lag over a busy week, and add lag: { p50: …, p99: … }.',
  requirements: ['warm-standby.replication.c2'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: async } # WARNING: "shop-db" replicates asynchronously, and nobody says how far behind.
      backup: { every: 1h }
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: async, lag: { p50: 2s, p99: 20s } }
      backup: { every: 1h }
`,
  check({ components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      const replication = component.data?.replication
      if (replication?.mode !== 'async') continue
      seen()
      if (replication.lag) continue
      if (unsure('components', id, 'data', 'replication', 'lag')) continue
      report(at(replication, 'mode'), `"${id}" replicates asynchronously, and nobody says how far behind.`)
    }
  },
}
