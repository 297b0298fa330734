import { sentence } from '../../layout.ts'
import { isMachine, typeOf } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const vmReplicationUnstated: Rule = {
  code: 'vm-replication-unstated',
  severity: 'note',
  title: 'How a machine reaches the other region is not stated',
  why: 'A machine whose disks are not copied is built anew, by whoever remembers how.',
  fix: 'Protect it with site recovery, and say so: data: { replication: { mode: async, method: site-recovery } }.',
  requirements: ['cold-standby.site-recovery.c1'],
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
    type: vm # NOTE: Nothing says what copies machine "office" to west.
    strategy: cold-standby
    active: [east]
    standby: [west]
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
      replication: { mode: async, lag: { p50: 1m, p99: 5m }, method: site-recovery }
      backup: { every: 4h }
probes:
  office: { http: "https://office.example/health", every: 10s }
activation:
  east-lost: { when: 'probes.office.failingFor >= duration("2m")', unless: deployment.inProgress, decideWithin: 5m, declaredBy: [on-call] }
`,
  check({ components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      if (!isMachine(component) || !typeOf(component)?.holdsData || component.strategy !== 'cold-standby') continue
      seen()
      // Another method is a decision too, and so is a backup from which the machine is restored.
      if (component.data?.replication?.method !== undefined || component.data?.replication?.mode === 'none') continue
      if (unsure('components', id, 'data')) continue
      const to = sentence(component.standby ?? []) || 'another region'
      report(at(component, 'type'), `Nothing says what copies machine "${id}" to ${to}.`)
    }
  },
}
