import { isMachine } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const recoveryPointsUnstated: Rule = {
  code: 'recovery-points-unstated',
  severity: 'note',
  title: 'The replication policy of a machine is not stated',
  why: 'Damage is copied within seconds, and an older or a consistent recovery point is there only where a policy keeps one.',
  fix: 'Add keep (how long points are kept) and consistentEvery (how often applications are at rest) to replication.',
  requirements: ['cold-standby.site-recovery.c3'],
  bad: `
flows:
  report:
    does: Finance reads the sales
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 8h, rpo: 4h, mtd: 24h } }
    needs: [office]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  office:
    type: vm
    strategy: cold-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: async, lag: { p50: 1m, p99: 5m }, method: site-recovery } # NOTE: Nothing says how long recovery points of "office" are kept. # NOTE: Nothing says how often a recovery point of "office" finds its applications at rest.
      backup: { every: 4h }
probes:
  office: { http: "https://office.example/health", every: 10s }
activation:
  east-lost: { when: 'probes.office.failingFor >= duration("2m")', unless: deployment.inProgress, decideWithin: 5m, declaredBy: [on-call] }
`,
  good: `
flows:
  report:
    does: Finance reads the sales
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 8h, rpo: 4h, mtd: 24h } }
    needs: [office]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  office:
    type: vm
    strategy: cold-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: async, lag: { p50: 1m, p99: 5m }, method: site-recovery, keep: 24h, consistentEvery: 4h }
      backup: { every: 4h }
probes:
  office: { http: "https://office.example/health", every: 10s }
activation:
  east-lost: { when: 'probes.office.failingFor >= duration("2m")', unless: deployment.inProgress, decideWithin: 5m, declaredBy: [on-call] }
`,
  check({ components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      const { replication } = component.data ?? {}
      if (!isMachine(component) || replication?.method !== 'site-recovery') continue
      seen()
      const says = (key: 'keep' | 'consistentEvery') =>
        replication[key] !== undefined || unsure('components', id, 'data', 'replication', key)
      const spot = at(replication, 'method')
      if (!says('keep')) report(spot, `Nothing says how long recovery points of "${id}" are kept.`)
      if (!says('consistentEvery'))
        report(spot, `Nothing says how often a recovery point of "${id}" finds its applications at rest.`)
    }
  },
}
