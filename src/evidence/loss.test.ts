import { expect, test } from 'vitest'
import type { Runbook, RunbookFlow } from '#runbook'
import { seconds } from '#units'
import { loss } from './loss.ts'
import type { LedgerCount, Measurements } from './model.ts'

const flow = (rpo: number): RunbookFlow => ({
  id: 'checkout',
  does: 'A customer pays',
  tier: 1,
  data: 'writes',
  objectives: { rpo: seconds(rpo) },
  level: { success: 0.99 as RunbookFlow['level']['success'], hold: seconds(2) },
  restoredBy: ['route'],
  stores: ['db'],
  components: ['db'],
})

function judged(rpo: number, mode: 'forced' | 'planned', ledger: Partial<LedgerCount>) {
  return lost(rpo, mode, ledger).rpo
}

function lost(rpo: number, mode: 'forced' | 'planned', ledger: Partial<LedgerCount>) {
  const counted = { component: 'db', acknowledged: 100, lost: 0, unackedSurvivors: 0, duplicates: 0, lostKeys: [] }
  const measurements: Measurements = {
    schemaVersion: 1,
    method: 'ledger',
    clock: { source: 'one host', skewSeconds: 0 },
    clients: [],
    ledgers: [{ ...counted, ...ledger }],
  }
  const runbook = { mode, stores: [{ component: 'db', replication: 'async' }] } as unknown as Runbook
  return loss(flow(rpo), runbook, 1000, measurements)
}

test('a loss is as old as its oldest write at the fault', () => {
  expect(judged(60, 'forced', { lost: 4, oldestLostAt: 999.5 })).toMatchObject({ measured: 0.5, met: true, lost: 4 })
  expect(judged(0.2, 'forced', { lost: 4, oldestLostAt: 999.5 })).toMatchObject({ measured: 0.5, met: false })
})

test('writes that were acknowledged after the fault and are gone are a loss, where nothing may be lost', () => {
  expect(judged(60, 'forced', { lost: 1, oldestLostAt: 1000.01 })).toMatchObject({ measured: 0, met: true })
  expect(judged(0, 'forced', { lost: 1, oldestLostAt: 1000.01 })).toMatchObject({ measured: 0, met: false })
  expect(judged(60, 'planned', { lost: 1, oldestLostAt: 1000.01 })).toMatchObject({ met: false })
  expect(judged(60, 'planned', {})).toMatchObject({ measured: 0, met: true })
  // The age does not show them, so it is said how long they went on.
  const late = { lost: 9, oldestLostAt: 999.5, newestLostAt: 1004.25 }
  expect(judged(60, 'forced', late)).toMatchObject({ measured: 0.5, met: true, afterFault: 4.25 })
  expect(judged(60, 'forced', { ...late, newestLostAt: 999.9 })).not.toHaveProperty('afterFault')
})

test('markers meet an objective only with all of their error, and in between nobody can tell', () => {
  expect(judged(60, 'forced', { error: 1 })).toMatchObject({ measured: 0, error: 1, met: true })
  expect(judged(10, 'forced', { lost: 3, oldestLostAt: 991, error: 1 })).toMatchObject({ measured: 9, met: true })
  const between = judged(10, 'forced', { lost: 3, oldestLostAt: 990.5, error: 1 })
  expect(between).toMatchObject({ measured: 9.5, error: 1, target: 10 })
  expect(between).not.toHaveProperty('met')
  expect(judged(10, 'forced', { lost: 3, oldestLostAt: 989, error: 1 })).toMatchObject({ measured: 11, met: false })
  expect(judged(0, 'planned', { error: 1 })).not.toHaveProperty('met')
  expect(judged(0, 'planned', { lost: 1, oldestLostAt: 1000.5, error: 1 })).toMatchObject({ met: false })
})

test('a zero that no marker shows is not measured, and so not met', () => {
  const none = { acknowledged: 0, lost: 0, unackedSurvivors: 0, duplicates: 0 }
  expect(lost(60, 'forced', { acknowledged: 0, error: 1, unbounded: true })).toEqual({
    rpo: { method: 'ledger', target: 60, ...none },
    uncounted: [],
    unmarked: ['db'],
  })
})

test('a loss of which nobody knows how far back it goes is missed where what is known of it is too much already', () => {
  const some = { lost: 3, error: 1, unbounded: true } as const
  expect(judged(5, 'forced', { ...some, oldestLostAt: 990 })).toMatchObject({ met: false, lost: 3 })
  const within = judged(60, 'forced', { ...some, oldestLostAt: 990 })
  for (const key of ['met', 'measured', 'error']) expect(within).not.toHaveProperty(key)
})

test('markers show nothing where nobody knows when it began, and a ledger that is whole does', () => {
  const flowOf = { mode: 'forced', stores: [{ component: 'db', replication: 'async' }] } as unknown as Runbook
  const ledgers = (error?: number): Measurements => ({
    schemaVersion: 1,
    method: error === undefined ? 'ledger' : 'heartbeat',
    clock: { source: 'one host', skewSeconds: 0 },
    clients: [],
    ledgers: [
      {
        component: 'db',
        acknowledged: 100,
        lost: 0,
        unackedSurvivors: 0,
        duplicates: 0,
        lostKeys: [],
        ...(error === undefined ? {} : { error }),
      },
    ],
  })
  expect(loss(flow(60), flowOf, undefined, ledgers(1))).toMatchObject({ unmarked: ['db'] })
  expect(loss(flow(60), flowOf, undefined, ledgers(1)).rpo).not.toHaveProperty('met')
  expect(loss(flow(60), flowOf, undefined, ledgers())).toMatchObject({ rpo: { measured: 0, met: true }, unmarked: [] })
})
