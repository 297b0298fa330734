/**
 * How the lab shows a topic of validation on real software, and which fault, seeded into it on purpose, makes that
 * verification say no; or why no lab can.
 */
export type LabProof =
  | { readonly by: string; readonly fault: string; readonly not?: undefined }
  | { readonly not: string }

const shown = (by: string, fault: string): LabProof => ({ by, fault })
const not = (reason: string): LabProof => ({ not: reason })

const people = 'Nobody works in the lab; a drill with people shows it'
const papers = 'It is about papers and decisions of the company, which no machine has'
const machines = 'The lab has processes and no virtual machines of a cloud'

/** Every topic by its name, in the order of the topics. */
export const labProofs = {
  'traffic-failover': shown(
    'requests of all clients, until each flow holds its level again',
    'the entry is killed before customers are sent over',
  ),
  'data-loss': shown(
    'the ledger of every acknowledged write against the rows of the survivor',
    'the line is cut some time before the region is lost',
  ),
  'failover-integrity': shown(
    'keys of the ledger that the survivor holds twice, or not at all',
    'a row of the survivor is doubled',
  ),
  'service-in-outage': shown(
    'requests of clients that write, and the ledger, while a region is lost',
    'the entry is killed before customers are sent over',
  ),
  'recovery-times': shown(
    'the time from the fault to the first success of a hold, beside the RTO',
    'customers are held for longer than the RTO of the most critical flow',
  ),
  'failure-injection': shown(
    'processes that are killed, and a line that is cut, at a time that is recorded',
    'the entry is killed before customers are sent over',
  ),
  'network-partition': shown(
    'clients on both sides of a line that was cut',
    'the entry is killed while the line is cut',
  ),
  'runbook-execution': shown(
    'the journal of the run, to its end',
    'the server that is to be promoted is killed, so that a step fails for good',
  ),
  'automatic-failover': shown(
    'steps that actions carried out, in the journal',
    'the server that is to be promoted is killed, so that a step fails for good',
  ),
  'manual-procedures': not(people),
  'startup-times': shown(
    'the time of each step that starts something, in a recovery within the RTO',
    'customers are held for longer than the RTO of the most critical flow',
  ),
  'activation-order': shown(
    'beginnings and ends of steps in the journal, against what each of them needs',
    'somebody skips the promotion of what the service needs',
  ),
  'restore-drill': shown(
    'a restore from the vault, apart, and its verdict',
    'the backups in the vault are cut short, so that none can be restored',
  ),
  'approval-process': not(people),
  failback: shown(
    'the way back as a run of its own, with its ledger',
    'the server to which is gone back is killed on the way back',
  ),
  'probe-accuracy': shown(
    'what each probe says, beside a write through the service that it watches',
    'a probe of the plan is led to the other region',
  ),
  'gaps-and-remedies': not('Gaps are in every evidence; that somebody remedies them, no machine can tell'),
  'failure-under-load': shown(
    'requests of all clients before, in and after the outage',
    'the clients are stopped for seconds in the outage',
  ),
  'scaling-in-failover': shown(
    'instances that answer in the survivor, before the fault and once customers are there',
    'an instance of the survivor is killed after it has grown',
  ),
  'degradation-limits': shown(
    'answers a second in the recovery, beside those before and the least that the plan allows',
    'the instances of the survivor are held up, so that they answer late',
  ),
  'capacity-available': shown(
    'instances that answer in the survivor, beside how many carry everybody',
    'an instance of the survivor is killed after it has grown',
  ),
  'deployment-consistency': shown(
    'digests of the release, and settings of the servers, of both regions',
    'the release that lies in one region is altered',
  ),
  'pipeline-resilience': shown(
    'a release that is installed and started in the survivor while the other region is away',
    'the artefact of the release is damaged in the outage',
  ),
  'security-audit': shown(
    'who may come from where, roles and rights of the servers of both regions',
    'one server lets the application copy the whole database',
  ),
  'identity-failover': shown(
    'a sign-in of the services in the survivor, and one with a wrong password that is refused',
    'the server of the survivor lets everybody in without a password',
  ),
  'compliance-in-recovery': not('Which rules bind a workload is written nowhere in a lab'),
  'audit-trail': shown(
    'the chain of the journal, and changes at the entry that it accounts for',
    'somebody changes the entry past the run',
  ),
  'communication-channels': not(people),
  'notification-delivery': not(people),
  'external-communication': not(people),
  'message-templates': not(people),
  'escalation-paths': not(people),
  'standby-readiness': shown(
    'data, release and instances that are found in the other region before the fault',
    'the release of the other region is taken away',
  ),
  'dependencies-available': shown(
    'databases of both regions, asked with the password of the services, and vaults',
    'the vault of one region is killed',
  ),
  'policy-consistency': not('Policies are of a cloud; what a server lets do is compared under security-audit'),
  'network-connectivity': shown(
    'an answer of every service of each region, over the line from the other one',
    'the line between the regions is cut',
  ),
  'routing-priority': shown(
    'where the entry sends customers, read back before the fault and after the run',
    'the entry prefers the other region',
  ),
  'dns-propagation': shown(
    'requests of clients to addresses that the zone no longer gives, and what a caching resolver answers',
    'the resolver keeps every answer far longer than it may',
  ),
  'replication-monitoring': shown(
    'the delay of copying, which is held until the alarm comes and let go until it ends',
    'the standby stands still, so that its delay cannot be read',
  ),
  'copies-agree': shown(
    'digests of all rows of both regions, or of the log on both sides of its shipping',
    'replay in the other region is paused and does not go on',
  ),
  'monitoring-and-alerts': shown(
    'the first probe of the plan that fails after the fault, and that none did before',
    'the probes of the plan are not asked',
  ),
  'observability-coverage': not('What must be watched is a question of the workload, which a lab does not have'),
  'infrastructure-checks': shown(
    'what the management says of each part, beside an answer of the part itself',
    'an instance is stopped without being ended, so that it runs and does not answer',
  ),
  'readiness-indicators': shown(
    "each instance's own word on its health, beside a write through it",
    'the application loses its right to write, which its health does not tell',
  ),
  'automated-provisioning': shown(
    'the release, absent in the survivor before the fault and put there by a step',
    'the artefact of the release is damaged before the service is provisioned',
  ),
  'site-recovery-failover': not(machines),
  'site-recovery-plan': not(machines),
  'application-consistency': not(machines),
  rollback: shown(
    'steps that were taken back after a run was cancelled, in the journal',
    'the entry is killed while the run is taken back',
  ),
  'backup-execution': shown(
    'backups in the vault, and the age of the newest part of the log',
    'the process that ships them is killed',
  ),
  'backup-integrity': shown(
    'the digest of every backup beside that of when it was made, and the log for holes',
    'a backup in the vault is cut short',
  ),
  'retention-enforced': shown(
    'how many backups are kept, that each is there, and an attempt to delete one',
    'a backup is deleted from the disk of the vault',
  ),
  'storage-cost-review': not(papers),
  'tiering-executed': not('The vaults of the lab have one tier of storage'),
  'retrieval-from-tiers': not('The vaults of the lab have one tier of storage'),
  'contacts-current': not(people),
  'backup-cost-review': not(papers),
  'budget-thresholds': not(papers),
  'retention-audit': not(papers),
  'backup-audit': not(papers),
  'system-retirement': not(papers),
  'changed-objectives': not(papers),
} satisfies Readonly<Record<string, LabProof>>
