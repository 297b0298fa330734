import type { Rule } from '../../rule.ts'

export const writeConflictsUnsettled: Rule = {
  code: 'write-conflicts-unsettled',
  severity: 'warning',
  title: 'Nobody settles conflicting writes',
  why: 'Two regions change the same thing before they hear of each other, most of all while the network between them is cut.',
  fix: 'Say under conflicts how two writes to the same thing are settled, or take writes in one region.',
  requirements: ['active-active.replication.c1', 'active-active.replication.c5'],
  bad: `
components:
  shop: { type: web-service, strategy: active-active, active: [east, west], needs: [shop-db] }
  shop-db:
    type: cosmos-db
    strategy: active-active
    active: [east, west]
    data:
      consistency: session
      writes: every-region # WARNING: "shop-db" takes writes in every region, and nothing says how conflicts are settled.
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
    data:
      consistency: session
      writes: every-region
      conflicts: The later write wins, and the other is kept for review
      replication: { mode: async, lag: { p50: 100ms, p99: 2s } }
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
`,
  check({ components, at, unsure }, report, seen) {
    for (const [id, { data }] of components) {
      if (data?.writes !== 'every-region') continue
      seen()
      if (data.conflicts === undefined && !unsure('components', id, 'data', 'conflicts'))
        report(at(data, 'writes'), `"${id}" takes writes in every region, and nothing says how conflicts are settled.`)
    }
  },
}
