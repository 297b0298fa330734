import { componentOf } from '../../demand.ts'
import { typeOf } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const dualWriteTarget: Rule = {
  code: 'dual-write-target',
  severity: 'error',
  title: 'A dual write gains no second copy',
  why: 'The second write costs time and conflicts, and is worth it only where it survives what takes the first.',
  fix: 'Write to a store that serves in another region.',
  requirements: ['active-active.replication.c4'],
  bad: `
components:
  shop: { type: web-service, strategy: active-active, active: [east, west], needs: [shop-db, shop-copy] }
  shop-db:
    type: postgres
    strategy: hot-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: sync }
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
      dualWrites:
        idempotentBy: The number of the order
        to:
          - shop-db # ERROR: "shop-db" writes everything twice to itself.
          - shop # ERROR: "shop-db" writes to "shop" too, which keeps no data.
          - shop-copy # ERROR: "shop-db" writes to "shop-copy" too, and "east" has both: a loss takes them together.
  shop-copy: { type: cosmos-db, strategy: warm-standby, active: [east], standby: [west] }
`,
  good: `
components:
  shop: { type: web-service, strategy: active-active, active: [east, west], needs: [shop-db, shop-copy] }
  shop-db:
    type: postgres
    strategy: hot-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: sync }
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
      dualWrites: { to: [shop-copy], idempotentBy: The number of the order }
  shop-copy: { type: cosmos-db, strategy: warm-standby, active: [west], standby: [east] }
`,
  check({ plan, components, at }, report, seen) {
    for (const [id, { data, active = [] }] of components) {
      const dual = data?.dualWrites
      if (!dual) continue
      seen()
      for (const [index, to] of dual.to.entries()) {
        const target = componentOf(plan, to)
        if (!target) continue
        const [home] = active
        const together = active.length === 1 && target.active?.length === 1 && target.active[0] === home
        if (to === id) report(at(dual.to, index), `"${id}" writes everything twice to itself.`)
        else if (!target.data && typeOf(target)?.holdsData === false)
          report(at(dual.to, index), `"${id}" writes to "${to}" too, which keeps no data.`)
        else if (together)
          report(
            at(dual.to, index),
            `"${id}" writes to "${to}" too, and "${home}" has both: a loss takes them together.`,
          )
      }
    }
  },
}
