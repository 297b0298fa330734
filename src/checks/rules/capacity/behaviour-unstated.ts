import { componentOf } from '../../demand.ts'
import type { Rule } from '../../rule.ts'

export const behaviourUnstated: Rule = {
  code: 'behaviour-unstated',
  severity: 'note',
  title: 'Nothing says what users see while a part fails',
  why: 'In an active-active service most failures are partial, and what nobody has decided beforehand is decided by a timeout.',
  fix: 'Say it under behaves: regionLost, partLost, and partitioned for regions that no longer see each other.',
  requirements: ['active-active.load.c3', 'disaster.partition'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop]
    behaves: { regionLost: Baskets stay } # NOTE: Nothing says what users of flow "buy" see while a part of a region fails, or the network between regions is cut.
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: active-active, active: [east, west] }
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop]
    behaves:
      regionLost: Pages are slower for five minutes, and no basket is lost
      partLost: Traffic leaves the region as soon as its shop fails the probe
      partitioned: Both regions sell, and the stock is settled afterwards
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: active-active, active: [east, west] }
`,
  check({ plan, at, unsure }, report, seen) {
    for (const [id, flow] of Object.entries(plan.flows)) {
      if (!flow.needs.some((need) => componentOf(plan, need)?.strategy === 'active-active')) continue
      seen()
      const { behaves } = flow
      const open = [
        ...(behaves?.regionLost === undefined ? ['a region is lost'] : []),
        ...(behaves?.partLost === undefined ? ['a part of a region fails'] : []),
        ...(behaves?.partitioned === undefined ? ['the network between regions is cut'] : []),
      ]
      if (open.length > 0 && !unsure('flows', id, 'behaves'))
        report(at(behaves ?? flow), `Nothing says what users of flow "${id}" see while ${open.join(', or ')}.`)
    }
  },
}
