import { readdirSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { JournalRecord, Runbook } from '#muster'
import { type Circumstances, drilled, type Sabotage } from './drilled.ts'

// Whole drills, undisturbed ones and others into each of which one fault is seeded: what the fault is about says no.

const succeeded =
  (step: string) =>
  (record: JournalRecord): boolean =>
    record.type === 'stepSucceeded' && record.data.step === step
const begun =
  (direction: Runbook['direction']) =>
  (record: JournalRecord, runbook: Runbook): boolean =>
    record.type === 'runStarted' && runbook.direction === direction
const faulted = (record: JournalRecord): boolean => record.type === 'faultInjected'

describe('undisturbed', () => {
  test.each([
    ['backup-restore', ['restore-drill', 'backup-execution', 'backup-integrity', 'retention-enforced', 'copies-agree']],
    ['cold-standby', ['automated-provisioning', 'replication-monitoring', 'copies-agree', 'startup-times']],
  ])(
    '%s shows what the others have not',
    async (strategy, shown) => {
      const { no, says, yes } = await drilled(61_640, strategy, 'region-lost')
      expect({ no, says }).toEqual({ no: [], says: [] })
      expect(yes).toEqual(expect.arrayContaining(shown))
    },
    400_000,
  )

  test('customers who are led by names use old answers no longer than they may', async () => {
    const { no, says, yes } = await drilled(61_640, 'hot-standby-dns', 'region-lost')
    expect({ no, says }).toEqual({ no: [], says: [] })
    expect(yes).toContain('dns-propagation')
  }, 400_000)

  test('two regions that are cut off from each other are a partition that is measured', async () => {
    const { no, says, yes } = await drilled(61_640, 'active-active-overprovisioned', 'line-cut')
    expect({ no, says }).toEqual({ no: [], says: [] })
    expect(yes).toContain('network-partition')
  }, 400_000)

  test('a fence that somebody takes back unseen is found by who comes past the entry, and the drill has failed', async () => {
    const { verdict, slip } = await drilled(61_640, 'active-active-overprovisioned', 'line-cut', {
      moment: succeeded('fence.west@east'),
      act: ({ entry }) => entry('unfence', { region: 'west' }),
    })
    expect(slip).toBeUndefined()
    expect(verdict).toBe('failed')
  }, 400_000)

  test('a run that is cancelled takes back what it did', async () => {
    const { yes, slip } = await drilled(61_640, 'warm-standby', 'region-lost', {
      moment: succeeded('fence.east@west'),
      act: ({ cancel }) => cancel(),
    })
    expect(slip).toBeUndefined()
    expect(yes).toContain('rollback')
  }, 400_000)
})

interface Seeded extends Partial<Sabotage>, Circumstances {
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

const faults: readonly Seeded[] = [
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

test.each(faults)(
  '$fault',
  async ({ strategy, scenario, no, yes, ...seeded }) => {
    const found = await drilled(61_640, strategy, scenario, seeded)
    expect(found.slip).toBeUndefined()
    expect(found.no, found.says.join('\n')).toEqual(yes === undefined ? no : expect.arrayContaining([...no]))
    expect(found.yes).toEqual(expect.arrayContaining([...(yes ?? [])]))
  },
  400_000,
)
