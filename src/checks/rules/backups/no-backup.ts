import { named } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const noBackup: Rule = {
  code: 'no-backup',
  severity: 'warning',
  title: 'Replicated data has no backup',
  why: 'A mistake or an attacker reaches every replica within the lag, and only a backup is older than the damage.',
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
    data: # WARNING: "shop-db" is replicated, and has no backup.
      replication: { mode: sync }
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
      backup: { every: 6h, keep: 35d, immutable: true }
`,
  check(subject, report, seen) {
    const { components, at, unsure } = subject
    const spoilt = named(subject, (_, scenario) => scenario.class === 'corruption')
    for (const [id, { data, strategy }] of components) {
      if (!data?.replication || data.replication.mode === 'none') continue
      // What is restored from backups has a rule of its own, and a read model is made again from its source.
      if (strategy === 'backup-restore' || data.readModelOf !== undefined) continue
      seen()
      // Where the plan has a scenario of its damage, an error says so.
      if (!data.backup && !spoilt.has(id) && !unsure('components', id, 'data', 'backup'))
        report(at(data), `"${id}" is replicated, and has no backup.`)
    }
  },
}
