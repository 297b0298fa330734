import { strategies } from '#catalog'
import { isPassive, storesData } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const replicationUnstated: Rule = {
  code: 'replication-unstated',
  severity: 'note',
  title: 'Nothing says how data reaches the standby',
  why: 'A standby without the data serves nothing, and what it may lack cannot be judged.',
  fix: 'Add data.replication: { mode: …, lag: …, method: … }; mode: none says that there is none.',
  requirements: ['warm-standby.replication.c1', 'cold-standby.replication.c1'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db: { type: postgres, strategy: warm-standby, active: [east], standby: [west] } # NOTE: "shop-db" is warm standby, and nothing says how its data reaches the standby.
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
  check({ components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      const { strategy, data } = component
      // A pilot light without live data is a contradiction, and another rule's.
      if (component.variant === 'pilot-light') continue
      if (strategy === undefined || !isPassive(strategy) || !storesData(component)) continue
      seen()
      if (!data?.replication && !unsure('components', id, 'data'))
        report(
          at(data ?? component),
          `"${id}" is ${strategies[strategy].title}, and nothing says how its data reaches the standby.`,
        )
    }
  },
}
