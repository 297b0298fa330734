import type { Proof } from '../inspection.ts'
import {
  automatedProvisioning,
  capacityAvailable,
  degradationLimits,
  failureUnderLoad,
  scalingInFailover,
} from './compute.ts'
import { backupExecution, backupIntegrity, copiesAgree, replicationMonitoring, retentionEnforced } from './data.ts'
import { dnsPropagation, monitoringAndAlerts, probeAccuracy, routingPriority } from './entry.ts'
import { auditTrail, identityFailover, rollback, securityAudit } from './records.ts'
import {
  dependenciesAvailable,
  deploymentConsistency,
  infrastructureChecks,
  networkConnectivity,
  pipelineResilience,
  readinessIndicators,
  standbyReadiness,
} from './regions.ts'
import type { Judge, Seen } from './seen.ts'

/** What tells of each topic, by its name in the catalog. */
const judges: Readonly<Record<string, Judge>> = {
  'probe-accuracy': probeAccuracy,
  'failure-under-load': failureUnderLoad,
  'scaling-in-failover': scalingInFailover,
  'degradation-limits': degradationLimits,
  'capacity-available': capacityAvailable,
  'deployment-consistency': deploymentConsistency,
  'pipeline-resilience': pipelineResilience,
  'security-audit': securityAudit,
  'identity-failover': identityFailover,
  'audit-trail': auditTrail,
  'standby-readiness': standbyReadiness,
  'dependencies-available': dependenciesAvailable,
  'network-connectivity': networkConnectivity,
  'routing-priority': routingPriority,
  'dns-propagation': dnsPropagation,
  'replication-monitoring': replicationMonitoring,
  'copies-agree': copiesAgree,
  'monitoring-and-alerts': monitoringAndAlerts,
  'infrastructure-checks': infrastructureChecks,
  'readiness-indicators': readinessIndicators,
  'automated-provisioning': automatedProvisioning,
  rollback,
  'backup-execution': backupExecution,
  'backup-integrity': backupIntegrity,
  'retention-enforced': retentionEnforced,
}

/** Topics that inspections can tell of. */
export const inspected: readonly string[] = Object.keys(judges)

/**
 * What the inspections of a run show.
 * @returns one entry for each topic that the run says anything about, in the order of the catalog's topics; empty where
 * nothing was inspected. Never throws.
 */
export function proofs(seen: Seen): readonly Proof[] {
  if (seen.measurements.inspections === undefined) return []
  return Object.entries(judges).flatMap(([topic, judge]) => {
    const said = judge(seen)
    return said ? [{ topic, ...said }] : []
  })
}
