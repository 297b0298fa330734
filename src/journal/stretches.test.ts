import { expect, test } from 'vitest'
import { chain } from './chain.ts'
import type { Happening, JournalRecord, NewEvent } from './event.ts'
import { onOneClock, stretches } from './stretches.ts'

const started = (clock?: string): Happening => ({
  type: 'runStarted',
  data: {
    runbookDigest: '',
    runbook: {},
    subject: 'nonprod',
    target: 'staging',
    kind: 'drill',
    ...(clock === undefined ? {} : { clock }),
  },
})
const taken = (clock?: string): Happening => ({
  type: 'leaseTaken',
  data: { holder: 'other', epoch: 2, ...(clock === undefined ? {} : { clock }) },
})
const noted: Happening = { type: 'noted', data: { text: 'Something.' } }
const finished: Happening = { type: 'runFinished', data: { outcome: 'succeeded' } }

function journal(...events: ReadonlyArray<readonly [at: number, happening: Happening]>): readonly JournalRecord[] {
  const actor = { name: 'muster', authn: 'muster' } as const
  const all = events.map(
    ([at, happening]): NewEvent => ({ ...happening, actor, ts: '2026-11-24T00:00:00Z', tsMono: at }),
  )
  return chain('run-1', 1, undefined, all).map(({ record }) => record)
}

const cuts = (records: readonly JournalRecord[]): readonly (readonly [string | undefined, number])[] =>
  stretches(records).map((one) => [one.clock, one.records.length])

test('a journal is cut where its clock became another one, and not where only its holder did', () => {
  expect(cuts([])).toEqual([])
  expect(cuts(journal([5, started('a')], [6, taken('a')], [7, noted]))).toEqual([['a', 3]])
  expect(cuts(journal([5, started('a')], [6, noted], [7, taken('b')], [8, noted], [9, noted]))).toEqual([
    ['a', 2],
    ['b', 3],
  ])
})

test('where the journal names no clocks, a time that goes back tells of another one', () => {
  expect(cuts(journal([5, started()], [6, taken()], [7, noted]))).toEqual([[undefined, 3]])
  expect(cuts(journal([5, started()], [2, taken()], [7, noted]))).toEqual([
    [undefined, 1],
    [undefined, 2],
  ])
  expect(cuts(journal([5, started()], [6, taken('a')], [7, taken('b')]))).toEqual([
    ['a', 2],
    ['b', 1],
  ])
})

test('what may be compared is what was written on the clock, or where the run ended', () => {
  const records = journal([5, started('a')], [6, taken('b')], [7, finished], [1, taken('c')])
  const seen = (clock?: string): readonly number[] => onOneClock(records, clock).map(({ seq }) => seq)
  expect(seen('a')).toEqual([1])
  expect(seen('b')).toEqual([2, 3])
  expect(seen('d')).toEqual([])
  expect(seen()).toEqual([2, 3])
  expect(onOneClock(journal([5, started()], [6, noted]), 'a')).toHaveLength(2)
  expect(onOneClock([])).toEqual([])
})
