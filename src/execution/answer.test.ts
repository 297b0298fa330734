import { expect, test } from 'vitest'
import type { Happening } from '#journal'
import type { Signal, SignalKind } from './ports.ts'
import { answered } from './signals.ts'
import { after, did, fresh, manual, runbook, step } from './testing/books.ts'

const signal = (kind: SignalKind, given: Partial<Signal> = {}): Signal => ({
  id: 's1',
  run: 'run-1',
  kind,
  by: 'lead',
  at: '2026-11-24T10:00:00.000Z',
  ...given,
})
const refused = (reason: string): readonly Happening[] => [{ type: 'signalRefused', data: { signal: 's1', reason } }]

test('an answer is one to what is asked: a doubt is not settled as a failure would be, nor is work begun anew', () => {
  const book = runbook([step('a', [], { effect: 'unkeyed' }), manual('m')])
  const doubted = after(fresh, did.begin('a'), did.take(), did.doubt('a'), did.ask('m'))
  expect(answered(book, doubted, signal('done', { step: 'a', comment: 'By hand.' }))).toEqual(
    refused('a is not done by a person.'),
  )
  expect(answered(book, doubted, signal('retry', { step: 'a' }))).toEqual(
    refused('a has not failed for good: it is inDoubt.'),
  )
  expect(answered(book, doubted, signal('retry', { step: 'm' }))).toEqual(
    refused('m has not failed for good: it is waiting.'),
  )
})

test('an item whose owner is no text belongs to whoever opened it', () => {
  expect(answered(runbook([step('a')]), fresh, signal('item', { comment: 'Look again', data: { owner: 7 } }))).toEqual([
    { type: 'itemOpened', data: { item: 'item:s1', text: 'Look again', owner: 'lead', signal: 's1' } },
  ])
})
