import type { StrategyName } from './strategies.ts'
import { type LabProof, labProofs } from './validations-lab.ts'

/** A topic of validation: points of the guidance that are shown to hold in one and the same way. */
export interface Validation {
  /** What must be shown, in one sentence. */
  readonly says: string
  /** The requirements that it answers; no requirement is answered by two topics. Never empty. */
  readonly requirements: readonly string[]
  /**
   * `drill`: a run on the workload itself measures it. `person`: somebody looks, in a verification step of such a run
   * that names the topic, or vouches for it in an attestation.
   */
  readonly proof: 'drill' | 'person'
  /** How a lab shows it of the pattern; that proves nothing about a workload. */
  readonly lab: LabProof
}

/** A topic without what the lab says of it. */
type Point = Omit<Validation, 'lab'>

const standbys: readonly StrategyName[] = ['warm-standby', 'cold-standby']
const notActive: readonly StrategyName[] = ['warm-standby', 'cold-standby', 'backup-restore']
const talking: readonly StrategyName[] = ['active-active', 'warm-standby', 'cold-standby']
const all: readonly StrategyName[] = [...talking, 'backup-restore']
const secured: readonly StrategyName[] = ['active-active', 'warm-standby']

/** The same point of several strategies. */
const of = (strategies: readonly StrategyName[], point: string): readonly string[] =>
  strategies.map((strategy) => `${strategy}.${point}`)

/** The same point that Muster adds for several strategies. */
const ours = (point: string, strategies: readonly StrategyName[]): readonly string[] =>
  strategies.map((strategy) => `muster.${point}.${strategy}`)

const drill = (says: string, ...requirements: readonly string[]): Point => ({ says, requirements, proof: 'drill' })
const person = (says: string, ...requirements: readonly string[]): Point => ({
  says,
  requirements,
  proof: 'person',
})

/** Topics that a run measures by itself. What each one asks of a run is in `checks`, by the same names. */
const measured = {
  'traffic-failover': drill(
    'After the loss of a region its customers are served from another one.',
    'active-active.traffic.v3',
    ...of(talking, 'traffic.v1'),
  ),
  'data-loss': drill('What a failover loses is counted, and is within the RPO.', ...of(talking, 'replication.v1')),
  'failover-integrity': drill(
    'The survivor holds each acknowledged write once, and what it lost is listed.',
    'active-active.replication.v2',
    'warm-standby.replication.v3',
    'backup-restore.restore-tests.v2',
  ),
  'service-in-outage': drill(
    'Flows that write, and stores behind them, are measured while a region is lost.',
    'active-active.replication.v3',
  ),
  'recovery-times': drill(
    'The recovery time of each flow is measured and held against its RTO.',
    'active-active.objectives.v1',
    'active-active.objectives.v2',
    'backup-restore.restore-tests.v3',
    ...ours('objectives', notActive),
  ),
  'failure-injection': drill('A failure is caused on purpose, and recovered from.', 'active-active.operations.v1'),
  'network-partition': drill(
    'Regions are cut off from each other, and what users see is measured.',
    'active-active.load.v4',
  ),
  'runbook-execution': drill(
    'The compiled runbook is carried out to its end, and its steps are timed.',
    'active-active.operations.v3',
    'warm-standby.failover.v3',
    'cold-standby.failover.v1',
    'backup-restore.procedures.v1',
    'test.drills',
  ),
  'automatic-failover': drill('Actions that recover a component are run by machine.', 'warm-standby.failover.v1'),
  'manual-procedures': drill('Steps by hand are carried out by people and timed.', ...of(standbys, 'failover.v2')),
  'startup-times': drill(
    'Starting the standby is timed in a recovery that keeps within the RTO.',
    'warm-standby.regions.v2',
    'warm-standby.scaling.v2',
    'cold-standby.provisioning.v2',
  ),
  'activation-order': drill(
    'Components come into service in the order in which they need one another.',
    'cold-standby.provisioning.v3',
  ),
  'restore-drill': drill('A restore was rehearsed within the last quarter.', 'backup-restore.restore-tests.v1'),
  'approval-process': drill('People give the approvals that a recovery waits for.', 'backup-restore.procedures.v3'),
  failback: drill(
    'Going back is carried out, loses nothing, and ends well.',
    ...ours('failback', all),
    'friction.failback',
  ),
}

/** Topics of which no measurement can tell: somebody looks, and says what they saw. */
const looked = {
  'probe-accuracy': person(
    'Probes and health checks are compared with what users saw, and their answers are timed.',
    'active-active.traffic.v2',
    'warm-standby.readiness.v2',
  ),
  'gaps-and-remedies': person(
    'Gaps that drills show are on record, with their remedies.',
    'active-active.objectives.v3',
  ),
  'failure-under-load': person('A region is lost while the survivor carries a real load.', 'active-active.load.v1'),
  'scaling-in-failover': person(
    'The survivor is seen to grow in a failover.',
    'active-active.load.v2',
    'warm-standby.scaling.v1',
  ),
  'degradation-limits': person('The slow-down in a recovery stays within its limit.', 'active-active.load.v3'),
  'capacity-available': person('As much compute as is needed can be had when it is needed.', 'warm-standby.scaling.v3'),
  'deployment-consistency': person(
    'The code is seen to make the same thing in every region.',
    'active-active.operations.v2',
  ),
  'pipeline-resilience': person('Pipelines are seen to deploy while a region is gone.', 'active-active.operations.v4'),
  'security-audit': person('The security settings of all regions are compared.', ...of(secured, 'security.v1')),
  'identity-failover': person(
    'Signing in works from the other side when the first one is gone.',
    ...of(secured, 'security.v2'),
  ),
  'compliance-in-recovery': person(
    'The rules that bind the workload are kept while it is recovered.',
    ...of(secured, 'security.v3'),
  ),
  'audit-trail': person(
    'The audit log is read after a recovery and found without holes.',
    ...of(secured, 'security.v4'),
  ),
  'communication-channels': person('Every channel is used in a drill.', ...of(all, 'communication.v1')),
  'notification-delivery': person(
    'Messages are seen to arrive, and unanswered ones to climb the chain.',
    ...of(all, 'communication.v2'),
  ),
  'external-communication': person(
    'People outside the company confirm that they were told.',
    ...of(talking, 'communication.v3'),
  ),
  'message-templates': person(
    'The prepared messages are compared with what a drill needed to say.',
    ...of(talking, 'communication.v4'),
  ),
  'escalation-paths': person('The chain of escalation is tried up to its end.', 'backup-restore.communication.v3'),
  'standby-readiness': person('The second region is inspected and could take over.', ...of(standbys, 'regions.v1')),
  'dependencies-available': person('What the workload depends on answers in both regions.', 'warm-standby.regions.v3'),
  'policy-consistency': person('The policies of both regions are compared.', 'cold-standby.regions.v2'),
  'network-connectivity': person('Networks of the second region are tried.', 'cold-standby.regions.v3'),
  'routing-priority': person(
    'The order of preference is read back from the entry and found right.',
    ...of(standbys, 'traffic.v2'),
  ),
  'dns-propagation': person('It is measured how long old answers of DNS stay in use.', ...of(standbys, 'traffic.v3')),
  'replication-monitoring': person(
    'The health and delay of replication are read, and its alert is seen to fire.',
    ...of(standbys, 'replication.v2'),
  ),
  'copies-agree': person('Both copies are compared.', 'cold-standby.replication.v3'),
  'monitoring-and-alerts': person('Monitoring and its alerts are tried.', ...of(standbys, 'readiness.v1')),
  'observability-coverage': person(
    'It is looked at whether anything in either region goes unwatched.',
    'warm-standby.readiness.v3',
  ),
  'infrastructure-checks': person(
    'Checks of the infrastructure are compared with its true state.',
    'cold-standby.readiness.v2',
  ),
  'readiness-indicators': person('What says ready is in fact ready.', 'cold-standby.readiness.v3'),
  'automated-provisioning': person(
    'The templates are run as they would be in a disaster.',
    'cold-standby.provisioning.v1',
  ),
  'site-recovery-failover': person('The failover of virtual machines is tried.', 'cold-standby.site-recovery.v1'),
  'site-recovery-plan': person(
    'The recovery plan of virtual machines is carried out.',
    'cold-standby.site-recovery.v2',
  ),
  'application-consistency': person(
    'Applications on virtual machines are found consistent after a failover.',
    'cold-standby.site-recovery.v3',
  ),
  rollback: person('Taking an activation back is tried and timed.', 'cold-standby.failover.v3'),
  'backup-execution': person('Backups are seen to run as the policy says.', 'backup-restore.policies.v1'),
  'backup-integrity': person('Backups are complete, and can be read.', 'backup-restore.policies.v2'),
  'retention-enforced': person(
    'What is past its time is gone, and what is not is still there.',
    'backup-restore.policies.v3',
  ),
  'storage-cost-review': person('The report on storage costs is read.', 'backup-restore.storage-tiers.v1'),
  'tiering-executed': person('Backups are seen to have moved as the rule says.', 'backup-restore.storage-tiers.v2'),
  'retrieval-from-tiers': person(
    'Data is fetched from each tier that is in use, and timed.',
    'backup-restore.storage-tiers.v3',
  ),
  'contacts-current': person('Every contact is tried and answers.', 'backup-restore.procedures.v2'),
  'backup-cost-review': person('What backups cost is looked at every month.', 'backup-restore.costs.v1'),
  'budget-thresholds': person('A threshold of the budget is seen to tell somebody.', 'backup-restore.costs.v2'),
  'retention-audit': person('It is audited whether data is kept as long as it must be.', 'backup-restore.costs.v3'),
  'backup-audit': person('The quarterly audit of backups has been done.', 'backup-restore.audit.v1'),
  'system-retirement': person(
    'A retired system is found to be gone from backups and bills as intended.',
    'backup-restore.audit.v2',
  ),
  'changed-objectives': person(
    'Those who signed the objectives have confirmed the changed ones.',
    'backup-restore.audit.v3',
  ),
}

const points = { ...measured, ...looked }

/** One for each topic, and none for anything else. */
const inLab: Readonly<Record<keyof typeof points, LabProof>> = labProofs

/** Topics that a run on the workload measures by itself. */
export type MeasuredTopic = keyof typeof measured

/** Every topic by its name, as `validates` in a plan writes it: the measured ones first. */
export const validations: Readonly<Record<string, Validation>> = Object.fromEntries(
  Object.entries(points).map(([name, point]) => [name, { ...point, lab: inLab[name as keyof typeof points] }]),
)
