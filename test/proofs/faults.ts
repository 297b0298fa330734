import { readdirSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { JournalRecord, Runbook } from '#muster'
import type { Circumstances, Sabotage } from './drilled.ts'

// Faults that are seeded into whole drills, each with the topics that say no to it.

/** The moment at which a step has ended well. */
export const succeeded =
  (step: string) =>
  (record: JournalRecord): boolean =>
    record.type === 'stepSucceeded' && record.data.step === step
const begun =
  (direction: Runbook['direction']) =>
  (record: JournalRecord, runbook: Runbook): boolean =>
    record.type === 'runStarted' && runbook.direction === direction
/** The moment at which the disaster has come. */
export const faulted = (record: JournalRecord): boolean => record.type === 'faultInjected'

/** One fault, and in which drill. */
export interface Seeded extends Partial<Sabotage>, Circumstances {
  readonly fault: string
  readonly strategy: string
  readonly scenario: string
  /** Topics that say no, all of them where the drill ends otherwise as it should. */
  readonly no: readonly string[]
  /** Topics that still say yes; where it is left out, all others do that the drill says anything about. */
  readonly yes?: readonly string[]
}

/** What is judged of a run as a whole says no once it has failed. */
const ended = [
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
]

export const faults: readonly Seeded[] = [
  {
    fault: 'the entry is killed before customers are sent over',
    strategy: 'warm-standby',
    scenario: 'region-lost',
    moment: succeeded('promote.orders-db@west'),
    act: ({ hit }) => hit('traffic', undefined, 'SIGKILL'),
    no: ended,
    yes: ['standby-readiness', 'network-connectivity', 'security-audit'],
  },
  {
    fault: 'the entry is killed while the line is cut',
    strategy: 'active-active-overprovisioned',
    scenario: 'line-cut',
    moment: succeeded('fence.west@east'),
    act: ({ hit }) => hit('traffic', undefined, 'SIGKILL'),
    no: ['network-partition'],
    yes: ['security-audit'],
  },
  {
    fault: 'the server that is to be promoted is killed, so that a step fails for good',
    strategy: 'warm-standby',
    scenario: 'region-lost',
    moment: succeeded('fence.east@west'),
    act: ({ hit }) => hit('postgres', 'west', 'SIGKILL'),
    // Without a server there is no ledger to compare, and nothing has come into service in any order.
    no: ended.filter((topic) => topic !== 'service-in-outage' && topic !== 'activation-order'),
    yes: ['standby-readiness', 'network-connectivity', 'security-audit'],
  },
  {
    fault: 'somebody skips the promotion of what the service needs',
    strategy: 'warm-standby',
    scenario: 'region-lost',
    moment: begun('failover'),
    act: ({ skip }) => skip('promote.orders-db@west'),
    no: ['activation-order'],
    yes: ['network-connectivity', 'security-audit'],
  },
  {
    fault: 'customers are held for longer than the RTO of the most critical flow',
    strategy: 'warm-standby',
    scenario: 'region-lost',
    moment: succeeded('route.door@west'),
    async act({ entry }) {
      await entry('hold', {})
      await pause(4000)
      await entry('release', {})
    },
    strict: true,
    no: ['recovery-times', 'startup-times', 'audit-trail'],
    yes: ['traffic-failover', 'runbook-execution'],
  },
  {
    fault: 'the line is cut some time before the region is lost',
    strategy: 'warm-standby',
    scenario: 'region-lost',
    moment: begun('failover'),
    act: ({ hit }) => hit('relay', undefined, 'SIGKILL'),
    strict: true,
    no: ['data-loss'],
    yes: ['traffic-failover', 'runbook-execution', 'service-in-outage'],
  },
  {
    fault: 'a row of the survivor is doubled',
    strategy: 'warm-standby',
    scenario: 'region-lost',
    moment: succeeded('route.door@west'),
    act: ({ sql }) => sql('west', 'insert into orders select * from orders order by at limit 1'),
    no: ['failover-integrity'],
  },
  {
    fault: 'the backups in the vault are cut short, so that none can be restored',
    strategy: 'backup-restore',
    scenario: 'region-lost',
    moment: faulted,
    act({ data, rewrite }) {
      const folder = data('west.vault/kept/backups')
      for (const name of readdirSync(folder))
        if (name.endsWith('.pack')) rewrite(`${folder}/${name}`, (content) => content.subarray(0, content.length / 2))
    },
    no: ['restore-drill', 'backup-integrity'],
    yes: ['backup-execution', 'network-connectivity'],
  },
  {
    fault: 'the server to which is gone back is killed on the way back',
    strategy: 'warm-standby',
    scenario: 'region-lost',
    // Later than the step that waits for it, which has ten minutes.
    moment: succeeded('fence.west@east'),
    act: ({ hit }) => hit('postgres', 'east', 'SIGKILL'),
    no: ['failback'],
    yes: ['traffic-failover', 'data-loss', 'recovery-times', 'runbook-execution'],
  },
  {
    fault: 'the clients are stopped for seconds in the outage',
    strategy: 'warm-standby',
    scenario: 'region-lost',
    moment: faulted,
    async act({ hit }) {
      hit('load', undefined, 'SIGSTOP')
      await pause(5000)
      hit('load', undefined, 'SIGCONT')
    },
    no: ['failure-under-load'],
    yes: ['traffic-failover', 'failback', 'runbook-execution', 'audit-trail'],
  },
  {
    fault: 'the instances of the survivor are held up, so that they answer late',
    strategy: 'warm-standby',
    scenario: 'region-lost',
    moment: succeeded('route.door@west'),
    async act({ hit }) {
      for (let turn = 0; turn < 20; turn++) {
        hit('web', 'west', 'SIGSTOP')
        await pause(500)
        hit('web', 'west', 'SIGCONT')
        await pause(100)
      }
    },
    no: ['degradation-limits'],
    yes: ['traffic-failover', 'failback', 'runbook-execution', 'audit-trail'],
  },
  {
    fault: 'the artefact of the release is damaged before the service is provisioned',
    strategy: 'cold-standby',
    scenario: 'region-lost',
    moment: faulted,
    act: ({ lab, rewrite }) => rewrite(lab('release/web.json.gz'), () => Buffer.from('damaged')),
    no: ['automated-provisioning'],
    yes: ['network-connectivity'],
  },
  {
    fault: 'somebody changes the entry past the run',
    strategy: 'warm-standby',
    scenario: 'region-lost',
    moment: faulted,
    act: ({ entry }) => entry('unfence', { region: 'west' }),
    no: ['audit-trail'],
  },
  {
    fault: 'the resolver keeps every answer far longer than it may',
    strategy: 'hot-standby-dns',
    scenario: 'region-lost',
    surroundings: { MUSTER_LAB_DNS_FLOOR: '30s' },
    no: ['dns-propagation'],
    yes: ['network-connectivity', 'security-audit'],
  },
  {
    fault: 'the entry is killed while the run is taken back',
    strategy: 'warm-standby',
    scenario: 'region-lost',
    moment: succeeded('fence.east@west'),
    async act({ hit, cancel }) {
      hit('traffic', undefined, 'SIGKILL')
      await cancel()
    },
    no: ['rollback'],
    yes: ['network-connectivity'],
  },
]
