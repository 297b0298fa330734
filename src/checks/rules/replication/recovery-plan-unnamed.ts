import { isMachine } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const recoveryPlanUnnamed: Rule = {
  code: 'recovery-plan-unnamed',
  severity: 'note',
  title: 'A replicated machine is in no recovery plan',
  why: 'Machines that are failed over one by one, in an order that somebody recalls, come up without what they need.',
  fix: 'Put it into a recovery plan, and name the plan under failover.group.',
  requirements: ['cold-standby.site-recovery.c2'],
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
      replication: { mode: async, lag: { p50: 1m, p99: 5m }, method: site-recovery } # NOTE: Machine "office" is replicated by site recovery, and no recovery plan is named for it.
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
    failover: { by: customer, group: office-recovery }
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
      const { data, failover } = component
      if (!isMachine(component) || data?.replication?.method !== 'site-recovery') continue
      seen()
      if (failover?.group !== undefined || unsure('components', id, 'failover')) continue
      report(
        at(data.replication, 'method'),
        `Machine "${id}" is replicated by site recovery, and no recovery plan is named for it.`,
      )
    }
  },
}
