import { regionsOf } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const replicationUnwatched: Rule = {
  code: 'replication-unwatched',
  severity: 'note',
  title: 'Nobody is told when a replication falls behind',
  why: 'A copy that has stopped weeks ago looks like a standby until it is needed.',
  fix: 'Name the alert under replication.monitored, or one for all under monitoring.alerts.replication.',
  requirements: ['warm-standby.readiness.c1', 'cold-standby.readiness.c1', 'warm-standby.replication.c2'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: sync } # NOTE: No alert tells when the copy of "shop-db" falls behind.
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
      replication: { mode: sync, monitored: Alert shop-db-lag }
      backup: { every: 1h }
`,
  check({ plan, components, at, unsure }, report, seen) {
    const forAll = plan.monitoring?.alerts?.replication !== undefined || unsure('monitoring', 'alerts', 'replication')
    for (const [id, component] of components) {
      const replication = component.data?.replication
      if (!replication || replication.mode === 'none' || regionsOf(component).length < 2) continue
      seen()
      if (forAll || replication.monitored !== undefined) continue
      if (unsure('components', id, 'data', 'replication', 'monitored')) continue
      report(at(replication, 'mode'), `No alert tells when the copy of "${id}" falls behind.`)
    }
  },
}
