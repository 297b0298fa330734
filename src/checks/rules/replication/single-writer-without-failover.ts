import type { Rule } from '../../rule.ts'
import { demandOf } from '../../traffic.ts'

export const singleWriterWithoutFailover: Rule = {
  code: 'single-writer-without-failover',
  severity: 'warning',
  title: 'Nobody moves the only writer of an active-active store',
  why: 'Reads go on when the region of the writer is lost, and every write fails until another region takes them.',
  fix: 'Say under failover who moves the writer: failover: { by: automatic } or { by: customer, procedure: … }.',
  requirements: ['active-active.replication.c1'],
  bad: `
components:
  shop: { type: web-service, strategy: active-active, active: [east, west], needs: [shop-db] }
  shop-db:
    type: cosmos-db
    strategy: active-active
    active: [east, west]
    data:
      consistency: session
      writes: one-region # WARNING: "shop-db" takes writes in one region, flow "buy" writes to it, and nothing says who moves the writer.
      replication: { mode: async, lag: { p50: 100ms, p99: 2s } }
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
`,
  good: `
components:
  shop: { type: web-service, strategy: active-active, active: [east, west], needs: [shop-db] }
  shop-db:
    type: cosmos-db
    strategy: active-active
    active: [east, west]
    failover: { by: automatic }
    data:
      consistency: session
      writes: one-region
      replication: { mode: async, lag: { p50: 100ms, p99: 2s } }
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
`,
  check({ plan, components, at, unsure }, report, seen) {
    const writers = demandOf(plan, 'writers')
    for (const [id, { strategy, data, failover }] of components) {
      if (strategy !== 'active-active' || data?.writes !== 'one-region') continue
      seen()
      const demand = writers.get(id)
      if (failover || !demand || unsure('components', id, 'failover')) continue
      report(
        at(data, 'writes'),
        `"${id}" takes writes in one region, flow "${demand.flowId}" writes to it, and nothing says who moves the writer.`,
      )
    }
  },
}
