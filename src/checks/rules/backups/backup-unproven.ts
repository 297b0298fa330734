import { backed, named } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const backupUnproven: Rule = {
  code: 'backup-unproven',
  severity: 'warning',
  title: 'A backup that is relied on was never restored',
  why: 'A backup that nobody has restored is a hope, and many fail on the first attempt.',
  fix: 'Restore it, verify what comes back, and write the day into backup.restoreProven.',
  requirements: ['backup-restore.restore-tests.c1', 'tier.3.integrity', 'cost.tier-3', 'disaster.corruption'],
  bad: `
flows:
  look-up:
    does: Old orders are looked up
    tier: 3
    objectives: { default: { slo: 99%, rto: 12h, rpo: 4h } }
    needs: [archive]
    signedOff: [{ by: owner, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h } # WARNING: Flow "look-up" comes back only from backups of "archive", and no restore of them is proven.
`,
  good: `
flows:
  look-up:
    does: Old orders are looked up
    tier: 3
    objectives: { default: { slo: 99%, rto: 12h, rpo: 4h } }
    needs: [archive]
    signedOff: [{ by: owner, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h, restoreProven: 2026-11-01 }
`,
  check(subject, report, seen) {
    const spoilt = named(subject, (_, scenario) => scenario.class === 'corruption')
    for (const { id, component, backup } of backed(subject)) {
      const demand = subject.critical.get(id)
      const always = component.strategy === 'backup-restore'
      if (!demand || !(always || spoilt.has(id))) continue
      seen()
      if (backup.restoreProven === undefined)
        report(
          subject.at(backup, 'restoreProven'),
          `${always ? 'Flow' : 'After corruption flow'} "${demand.flowId}" comes back only from backups of "${id}", and no restore of them is proven.`,
        )
    }
  },
}
