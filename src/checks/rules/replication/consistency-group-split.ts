import { strategies } from '#catalog'
import type { Component } from '#plan'
import { formatDuration } from '#units'
import type { Rule } from '../../rule.ts'

export const consistencyGroupSplit: Rule = {
  code: 'consistency-group-split',
  severity: 'error',
  title: 'A consistency group cannot be recovered to one point',
  why: 'Parts that come back at different points contradict one another: an order without its payment, a payment without its order.',
  fix: 'Give every member the same strategy, regions and replication, or take it out of the group and reconcile it afterwards.',
  requirements: ['warm-standby.replication.c3'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db, stock-db] }
  shop-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    consistencyGroup: orders
    data: { replication: { mode: sync }, backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true } }
  stock-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    consistencyGroup: orders # ERROR: Group "orders": "stock-db" replicates async, and "shop-db" replicates sync.
    data: { replication: { mode: async, lag: { p50: 2s, p99: 20s } } }
  price-db:
    type: postgres
    strategy: hot-standby
    active: [east]
    standby: [west]
    consistencyGroup: orders # ERROR: Group "orders": "price-db" is recovered by hot standby, and "shop-db" is recovered by warm standby.
    data: { replication: { mode: sync } }
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db, stock-db] }
  shop-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    consistencyGroup: orders
    data: { replication: { mode: sync }, backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true } }
  stock-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    consistencyGroup: orders
    data: { replication: { mode: sync }, backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true } }
`,
  check({ components, at, unsure }, report, seen) {
    const groups = new Map<string, readonly [id: string, component: Component]>()
    for (const [id, component] of components) {
      const group = component.consistencyGroup
      if (group === undefined || unsure('components', id)) continue
      const first = groups.get(group)
      if (!first) groups.set(group, [id, component])
      else {
        seen()
        const [firstId, leader] = first
        const [own, theirs] = [traits(component), traits(leader)]
        const differing = own.findIndex((trait, index) => trait !== theirs[index])
        if (differing !== -1)
          report(
            at(component, 'consistencyGroup'),
            `Group "${group}": "${id}" ${own[differing]}, and "${firstId}" ${theirs[differing]}.`,
          )
      }
    }
  },
}

/** What must be equal for one point in time, as ends of a sentence. */
function traits({ strategy, standby = [], data }: Component): readonly string[] {
  const { replication, backup } = data ?? {}
  return [
    strategy ? `is recovered by ${strategies[strategy].title}` : 'has no strategy',
    standby.length > 0 ? `stands by in ${standby.join(', ')}` : 'stands by nowhere',
    replication ? `replicates ${replication.mode}` : 'does not say how it replicates',
    // Backups decide the point only where they are what is recovered from.
    ...(strategy === 'backup-restore'
      ? [backup ? `is backed up every ${formatDuration(backup.every)}` : 'has no backup']
      : []),
  ]
}
