import { formatDuration } from '#units'
import { typeOf } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const rpoReplicationLag: Rule = {
  code: 'rpo-replication-lag',
  severity: 'error',
  title: 'Replication cannot keep the RPO',
  why: 'What has not reached the other region when this one is lost is lost with it.',
  fix: 'Shorten the lag or replicate synchronously, or raise the RPO and have it signed again.',
  requirements: ['warm-standby.replication.c1', 'cold-standby.replication.c1', 'active-active.objectives.c2', 'tier.0'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db, stock-db] }
  shop-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: async, lag: { p50: 2s, p99: 3m } } # ERROR: Replication of "shop-db" lags by up to 3m (p99), but the RPO of flow "buy" is 1m.
  stock-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: none } # ERROR: "stock-db" is not replicated, but the RPO of flow "buy" is 1m.
  books:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: async } # ERROR: "books" replicates asynchronously, but the RPO of flow "pay" is 0s.
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
  pay:
    does: A customer pays
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h }, region: { rpo: 0s } }
    needs: [books]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
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
  check({ tightest, components, at, unsure }, report, seen) {
    // A replica helps against the loss of a region; an RPO for that counts before the usual one.
    const demands = tightest('rpo', 'region')
    for (const [id, component] of components) {
      const { value: rpo, flowId } = demands.get(id) ?? {}
      const { replication, backup } = component.data ?? {}
      if (rpo === undefined || !replication) continue
      seen()
      const but = `but the RPO of flow "${flowId}" is ${formatDuration(rpo)}.`
      const p99 = replication.lag?.p99
      if (replication.mode === 'async' && p99 !== undefined && p99 > rpo)
        report(
          at(replication.lag as object, 'p99'),
          `Replication of "${id}" lags by up to ${formatDuration(p99)} (p99), ${but}`,
        )
      else if (replication.mode === 'async' && rpo === 0 && !unsure('components', id, 'data', 'replication'))
        report(at(replication, 'mode'), `"${id}" replicates asynchronously, ${but}`)
      // Backups that are frequent enough keep the RPO too; where they are not, their own rule speaks.
      if (replication.mode === 'none' && !backup && typeOf(component)?.holdsData !== false)
        report(at(replication, 'mode'), `"${id}" is not replicated, ${but}`)
    }
  },
}
