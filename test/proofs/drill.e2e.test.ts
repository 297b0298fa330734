import { expect, test } from 'vitest'
import { drilled } from './drilled.ts'

test('a drill that nobody disturbs shows all that the loss of a region can show', async () => {
  const { no, says, yes } = await drilled(61_620, 'warm-standby', 'region-lost')
  expect({ no, says }).toEqual({ no: [], says: [] })
  expect(yes).toEqual([
    'traffic-failover',
    'data-loss',
    'failover-integrity',
    'service-in-outage',
    'recovery-times',
    'failure-injection',
    'runbook-execution',
    'automatic-failover',
    'startup-times',
    'activation-order',
    'failback',
    'probe-accuracy',
    'failure-under-load',
    'scaling-in-failover',
    'degradation-limits',
    'capacity-available',
    'deployment-consistency',
    'pipeline-resilience',
    'security-audit',
    'identity-failover',
    'audit-trail',
    'standby-readiness',
    'dependencies-available',
    'network-connectivity',
    'routing-priority',
    'replication-monitoring',
    'copies-agree',
    'monitoring-and-alerts',
    'infrastructure-checks',
    'readiness-indicators',
  ])
}, 400_000)
