import { componentOf } from '../../demand.ts'
import type { Rule } from '../../rule.ts'

export const corruptionWithoutBackup: Rule = {
  code: 'corruption-without-backup',
  severity: 'error',
  title: 'Data that may be spoilt has no backup',
  why: 'Every replica holds the same damage, so that nothing is left to go back to.',
  fix: 'Add a backup outside the control of whoever can write to the data: backup: { every: …, keep: …, immutable: true }.',
  requirements: ['disaster.corruption', 'tier.3.integrity'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data: # ERROR: "shop-db" is replicated, has no backup, and is what "orders-spoilt" hits.
      replication: { mode: sync }
scenarios:
  orders-spoilt: { class: corruption, of: [shop-db] }
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
      replication: { mode: sync }
      backup: { every: 1m, keep: 35d, immutable: true, redundancy: geo, restoreProven: 2026-10-14 }
scenarios:
  east-lost: { class: region, loses: [east] }
  orders-spoilt: { class: corruption, of: [shop-db] }
drills:
  - { scenario: east-lost, every: 90d, target: lab }
  - { scenario: orders-spoilt, every: 90d, kind: restore }
`,
  check({ plan, at, unsure }, report, seen) {
    const told = new Set<string>()
    for (const [scenarioId, { class: kind, of = [] }] of Object.entries(plan.scenarios)) {
      if (kind !== 'corruption') continue
      for (const id of of) {
        const { data, strategy } = componentOf(plan, id) ?? {}
        // What is restored or has no copy has rules of its own, and a read model is made again from its source.
        if (!data?.replication || data.replication.mode === 'none') continue
        if (strategy === 'backup-restore' || data.readModelOf !== undefined) continue
        seen()
        if (data.backup || told.has(id) || unsure('components', id, 'data', 'backup')) continue
        told.add(id)
        report(at(data), `"${id}" is replicated, has no backup, and is what "${scenarioId}" hits.`)
      }
    }
  },
}
