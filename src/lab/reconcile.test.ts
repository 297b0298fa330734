import { expect, test } from 'vitest'
import type { LedgerEntry } from './load.ts'
import { reconciled, type StoredRow } from './reconcile.ts'

const entries: readonly LedgerEntry[] = [
  ['kept', true, 10, 'east', 5],
  ['lost-later', true, 12, 'east', 5],
  ['lost-first', true, 11, 'east', 5],
  ['unseen-survivor', false, null, null, 5],
  ['failed', false, null, null, 5],
  ['twice', true, 13, 'east', 5],
]
const row = (key: string, change: Partial<StoredRow> = {}): StoredRow => ({ key, amount: 5, sound: true, ...change })
const present = ['kept', 'unseen-survivor', 'twice', 'twice', 'written-after-the-snapshot'].map((key) => row(key))

test('what was acknowledged and is absent is lost, and the oldest gives the age', () => {
  expect(reconciled('orders-db', entries, present, new Set())).toEqual({
    component: 'orders-db',
    acknowledged: 4,
    lost: 2,
    wrong: 0,
    unackedSurvivors: 1,
    duplicates: 1,
    oldestLostAt: 11,
    newestLostAt: 12,
    lostKeys: ['lost-later', 'lost-first'],
  })
})

test('keys that were counted as lost before are left out of every figure', () => {
  const except = new Set(['lost-later', 'lost-first'])
  expect(reconciled('orders-db', entries, present, except)).toEqual({
    component: 'orders-db',
    acknowledged: 2,
    lost: 0,
    wrong: 0,
    unackedSurvivors: 1,
    duplicates: 1,
    lostKeys: [],
  })
})

test('a row that is not what was written is as lost as one that is not there', () => {
  const rows = [
    row('kept', { sound: false }),
    row('lost-later', { amount: 6 }),
    row('lost-first'),
    row('twice', { amount: 6 }),
    row('twice'),
  ]
  expect(reconciled('orders-db', entries, rows, new Set())).toMatchObject({
    lost: 2,
    wrong: 2,
    oldestLostAt: 10,
    lostKeys: ['kept', 'lost-later'],
  })
})

test('what the other side alone holds is to be reconciled, and not lost', () => {
  const elsewhere = new Set(['lost-first', 'kept'])
  expect(reconciled('orders-db', entries, present, new Set(), elsewhere)).toMatchObject({
    lost: 1,
    unreconciled: 1,
    lostKeys: ['lost-later'],
  })
  expect(reconciled('orders-db', entries, present, new Set(), new Set())).toMatchObject({ lost: 2, unreconciled: 0 })
})
