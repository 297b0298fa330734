import { expect, test } from 'vitest'
import type { LedgerEntry } from './load.ts'
import { writingsOf } from './writings.ts'

let number = 0
const wrote = (at: number, region: string): LedgerEntry => [`key-${number++}`, true, at, region, 5]

test('commits of a region are one writing until it pauses for a second', () => {
  const entries = [wrote(10.5, 'east'), wrote(10, 'east'), wrote(12, 'east'), wrote(11, 'west'), wrote(11.9, 'west')]
  expect(writingsOf('orders-db', entries, 0)).toEqual([
    { component: 'orders-db', region: 'east', from: 10, to: 10.5, acknowledged: 2 },
    { component: 'orders-db', region: 'west', from: 11, to: 11.9, acknowledged: 2 },
    { component: 'orders-db', region: 'east', from: 12, to: 12, acknowledged: 1 },
  ])
})

test('what was not acknowledged, or was committed before, is no writing', () => {
  const entries: readonly LedgerEntry[] = [
    ['unseen', false, null, null, 5],
    ['refused', false, 20, 'east', 5],
    wrote(9, 'east'),
    wrote(10, 'west'),
  ]
  expect(writingsOf('orders-db', entries, 10)).toEqual([
    { component: 'orders-db', region: 'west', from: 10, to: 10, acknowledged: 1 },
  ])
})
