import { expect, test } from 'vitest'
import type { LedgerEntry } from './load.ts'
import { reconciled } from './reconcile.ts'

const entries: readonly LedgerEntry[] = [
  ['kept', true, 10],
  ['lost-later', true, 12],
  ['lost-first', true, 11],
  ['unseen-survivor', false, null],
  ['failed', false, null],
  ['twice', true, 13],
]
const present = ['kept', 'unseen-survivor', 'twice', 'twice', 'written-after-the-snapshot']

test('what was acknowledged and is absent is lost, and the oldest gives the age', () => {
  expect(reconciled('orders-db', entries, present, new Set())).toEqual({
    component: 'orders-db',
    acknowledged: 4,
    lost: 2,
    unackedSurvivors: 1,
    duplicates: 1,
    oldestLostAt: 11,
    lostKeys: ['lost-later', 'lost-first'],
  })
})

test('keys that were counted as lost before are left out of every figure', () => {
  const except = new Set(['lost-later', 'lost-first'])
  expect(reconciled('orders-db', entries, present, except)).toEqual({
    component: 'orders-db',
    acknowledged: 2,
    lost: 0,
    unackedSurvivors: 1,
    duplicates: 1,
    lostKeys: [],
  })
})
