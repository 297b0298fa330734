import { componentOf } from '../../demand.ts'
import { typeOf } from '../../parts.ts'
import type { Rule } from '../../rule.ts'
import { demandOf } from '../../traffic.ts'

export const readModelSource: Rule = {
  code: 'read-model-source',
  severity: 'error',
  title: 'A read model is built from something that takes no writes',
  why: 'A read model shows what another component was told; without that it stays empty or goes stale unnoticed.',
  fix: 'Name the component that takes the writes, and let a flow that writes need it.',
  requirements: ['active-active.replication.c3'],
  bad: `
flows:
  look:
    does: A visitor looks around
    data: reads
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop-views, sale-views, own-views, page-views]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: active-active, active: [east, west], needs: [shop-db] }
  shop-db: { type: cosmos-db, strategy: hot-standby, active: [east], standby: [west] }
  shop-views: { type: object-storage, data: { readModelOf: sales-db } } # ERROR: "shop-views" is a read model of "sales-db", and no flow that writes needs "sales-db".
  sales-db: { type: cosmos-db }
  sale-views: { type: object-storage, data: { readModelOf: shop-views } } # ERROR: "sale-views" is a read model of "shop-views", which is a read model itself.
  own-views: { type: object-storage, data: { readModelOf: own-views } } # ERROR: "own-views" is a read model of itself.
  page-views: { type: object-storage, data: { readModelOf: shop } } # ERROR: "page-views" is a read model of "shop", which keeps no data.
`,
  good: `
flows:
  look:
    does: A visitor looks around
    data: reads
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop-views]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: active-active, active: [east, west], needs: [shop-db] }
  shop-db: { type: cosmos-db, strategy: hot-standby, active: [east], standby: [west] }
  shop-views:
    type: cosmos-db
    strategy: active-active
    active: [east, west]
    data: { readModelOf: shop-db, consistency: eventual, writes: every-region, conflicts: It is built anew }
`,
  check({ plan, components, at, unsure }, report, seen) {
    const writers = demandOf(plan, 'writers')
    for (const [id, { data }] of components) {
      if (!data?.readModelOf) continue
      seen()
      const of = data.readModelOf
      const source = componentOf(plan, of)
      // A name that stands for nothing is the matter of another rule.
      if (!source || unsure('flows') || unsure('components', of)) continue
      const what = `"${id}" is a read model of`
      const wrong =
        of === id
          ? 'itself'
          : source.data?.readModelOf
            ? `"${of}", which is a read model itself`
            : !source.data && typeOf(source)?.holdsData === false
              ? `"${of}", which keeps no data`
              : !writers.has(of)
                ? `"${of}", and no flow that writes needs "${of}"`
                : undefined
      if (wrong !== undefined) report(at(data, 'readModelOf'), `${what} ${wrong}.`)
    }
  },
}
