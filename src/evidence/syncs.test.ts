import { expect, test } from 'vitest'
import type { LedgerCount, Measurements } from './model.ts'
import { contradicted, syncsOf } from './syncs.ts'

const measured = (ledger: Partial<LedgerCount>): Measurements => ({
  schemaVersion: 1,
  method: 'ledger',
  clock: { source: 'test', skewSeconds: 0 },
  t0: 100,
  clients: [],
  ledgers: [
    { component: 'documents', acknowledged: 9, lost: 2, unackedSurvivors: 0, duplicates: 0, lostKeys: [], ...ledger },
  ],
})

test('a store that lost only what came after its last sync time agrees with the ledger', () => {
  const syncs = syncsOf(measured({ syncedUpTo: 98.5, oldestLostAt: 99 }))
  expect(syncs).toEqual([{ component: 'documents', behind: 1.5, oldestLost: 1, agrees: true }])
  expect(contradicted(syncs)).toEqual([])
})

test('one that lost what it says was copied is contradicted', () => {
  const syncs = syncsOf(measured({ syncedUpTo: 99, oldestLostAt: 98 }))
  expect(syncs).toMatchObject([{ agrees: false }])
  expect(contradicted(syncs)).toEqual([
    'documents says that everything up to 1 s before the fault was copied, and a write of 2 s before it is lost: one of the two is wrong.',
  ])
})

test('one that says nothing of it is left out', () => {
  expect(syncsOf(measured({ oldestLostAt: 98 }))).toEqual([])
})
