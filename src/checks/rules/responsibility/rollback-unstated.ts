import type { Rule } from '../../rule.ts'

export const rollbackUnstated: Rule = {
  code: 'rollback-unstated',
  severity: 'note',
  title: 'It is not said how an activation is taken back',
  why: 'A cold standby that was started for nothing costs money, and two sides that both serve cost data.',
  fix: 'Say under failover.rollback how an activation that failed or was not needed is taken back.',
  requirements: ['cold-standby.failover.c3'],
  bad: `
components:
  shop: { type: web-service, strategy: cold-standby, active: [east], standby: [west] } # NOTE: Nothing says how the start of the cold standby of "shop" is taken back.
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 4h, rpo: 1h, mtd: 24h } }
    needs: [shop]
    signedOff: [{ by: owner, on: 2026-10-01 }]
components:
  shop:
    type: web-service
    strategy: cold-standby
    active: [east]
    standby: [west]
    failover: { by: customer, rollback: Stop the machines in the west and leave the routes as they are }
`,
  check({ components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      if (component.strategy !== 'cold-standby' || unsure('components', id, 'failover')) continue
      seen()
      if (component.failover?.rollback === undefined)
        report(
          component.failover ? at(component.failover) : at(component),
          `Nothing says how the start of the cold standby of "${id}" is taken back.`,
        )
    }
  },
}
