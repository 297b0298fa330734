import type { Rule } from '../../rule.ts'

export const dualWriteNotIdempotent: Rule = {
  code: 'dual-write-not-idempotent',
  severity: 'warning',
  title: 'A dual write cannot be repeated safely',
  why: 'One of two writes fails sooner or later, and repeating it does the same thing twice.',
  fix: 'Name the key that makes a repeat harmless under idempotentBy, such as the number of an order.',
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
      dualWrites: { to: [shop-copy] } # WARNING: What is written to "shop-db" is written to "shop-copy" too, and nothing makes a repeat harmless.
  shop-copy: { type: cosmos-db, strategy: warm-standby, active: [west], standby: [east] }
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
  check({ components, at, unsure }, report, seen) {
    for (const [id, { data }] of components) {
      const dual = data?.dualWrites
      if (!dual) continue
      seen()
      if (dual.idempotentBy !== undefined || unsure('components', id, 'data', 'dualWrites')) continue
      const to = dual.to.map((name) => `"${name}"`).join(', ')
      report(at(dual), `What is written to "${id}" is written to ${to} too, and nothing makes a repeat harmless.`)
    }
  },
}
