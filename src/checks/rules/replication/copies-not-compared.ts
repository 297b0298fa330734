import type { Rule } from '../../rule.ts'

export const copiesNotCompared: Rule = {
  code: 'copies-not-compared',
  severity: 'note',
  title: 'Nobody finds out whether both copies agree',
  why: 'A copy that lost something long ago is noticed when it has become the only one.',
  fix: 'Say under data.validated how the copies are compared, or add a verification of kind data.',
  requirements: ['warm-standby.replication.c3'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data: # NOTE: "shop-db" is replicated to its standby, and nothing compares the copies.
      replication: { mode: async, lag: { p50: 2s, p99: 20s } }
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
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
      validated: Row counts of each table are compared every hour
      replication: { mode: async, lag: { p50: 2s, p99: 20s }, method: built-in, monitored: Alert shop-db-lag }
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
`,
  check({ plan, components, at, unsure }, report, seen) {
    const checks = Object.values(plan.verification ?? {}).filter(({ kind }) => kind === 'data')
    const compared = new Set(checks.map(({ of }) => of))
    for (const [id, { strategy, data }] of components) {
      if (strategy !== 'warm-standby' || !data?.replication || data.replication.mode === 'none') continue
      seen()
      if (data.validated !== undefined || compared.has(id)) continue
      if (unsure('components', id, 'data', 'validated') || unsure('verification')) continue
      report(at(data), `"${id}" is replicated to its standby, and nothing compares the copies.`)
    }
  },
}
