import { componentTypes } from '#catalog'
import { formatDuration } from '#units'
import type { Rule } from '../rule.ts'

export const rpoReplicationLag: Rule = {
  code: 'rpo-replication-lag',
  severity: 'error',
  title: 'Replication cannot keep the RPO',
  why: 'What has not reached the other region when this one is lost is lost with it.',
  fix: 'Shorten the lag or replicate synchronously, or raise the RPO and have it signed again.',
  requirements: [
    'warm-standby.replication.c1',
    'cold-standby.replication.c1',
    'active-active.replication.c5',
    'tier.0',
  ],
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
  check({ tightest, components, at }, report, seen) {
    const demands = tightest('rpo')
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
      // Backups that are frequent enough keep the RPO too; where they are not, their own rule speaks.
      if (replication.mode === 'none' && !backup && componentTypes[component.type]?.holdsData !== false)
        report(at(replication, 'mode'), `"${id}" is not replicated, ${but}`)
    }
  },
}
