import { regionsOf } from '../../layout.ts'
import { typeOf } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const responsibilityUnstated: Rule = {
  code: 'responsibility-unstated',
  severity: 'note',
  title: 'Who recovers a store is not stated',
  why: 'A provider recovers its service and not your workload; where each side expects the other to act, nobody does.',
  fix: 'Say who starts it under failover.by, and who is called under owner; `muster explain` tells what the provider does.',
  requirements: ['friction.shared-responsibility'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db: { type: postgres, strategy: warm-standby, active: [east], standby: [west] } # NOTE: Flow "buy" needs "shop-db", and the plan says neither who starts its failover nor who owns it.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db: { type: postgres, strategy: warm-standby, active: [east], standby: [west], owner: on-call }
`,
  check({ components, critical, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      const spread = regionsOf(component).length > 1 || component.shared === true
      // What holds no data is started or served by the region that is left; nobody has to promote it.
      const type = typeOf(component)
      if (!spread || type?.scope !== 'regional' || !type.holdsData) continue
      seen()
      const demand = critical.get(id)
      if (!demand || component.failover || component.owner !== undefined || type.triggeredBy !== 'customer') continue
      if (unsure('components', id, 'failover') || unsure('components', id, 'owner')) continue
      report(
        at(component),
        `Flow "${demand.flowId}" needs "${id}", and the plan says neither who starts its failover nor who owns it.`,
      )
    }
  },
}
