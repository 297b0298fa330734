import { expect, test } from 'vitest'
import type { Json } from '#digest'
import type { Happening } from '#journal'
import { leftToSettle } from './settling.ts'
import { after, did, fresh, step } from './testing/books.ts'

const look = step('reconcile.db@east', [], {
  phase: 'reconcile',
  owner: 'data-owner',
  component: 'db',
  region: 'east',
})
const told = (output: Json, attempt = 1): Happening => ({
  type: 'stepSucceeded',
  data: { step: look.id, attempt, output },
})
const opened = (item: string, text: string): Happening => ({
  type: 'itemOpened',
  data: { item, text, owner: 'data-owner', step: look.id },
})

test('what only the other side had is an item for the owner of the data, with how much it is', () => {
  expect(leftToSettle(fresh, look, told({ known: true, onlyThere: 12, otherThere: 1 }))).toEqual([
    opened(
      'item:reconcile.db@east',
      'Say what becomes of what db in east had alone: 12 writes that the other side lacks, and 1 that it has with another content.',
    ),
  ])
  expect(leftToSettle(fresh, look, told({ onlyThere: 1 }))).toEqual([
    opened(
      'item:reconcile.db@east',
      'Say what becomes of what db in east had alone: 1 write that the other side lacks.',
    ),
  ])
})

test.each<[string, Json]>([
  ['nothing was found', { known: true, onlyThere: 0, otherThere: 0 }],
  ['it is not known', { known: false, why: 'its disk is gone' }],
  ['a manager of its own tells something else', { onlyThere: 'twelve', otherThere: null }],
  ['a manager of its own tells nothing', null],
])('no item is opened where %s', (_, output) => {
  expect(leftToSettle(fresh, look, told(output))).toEqual([])
})

test('other steps, and looks that failed, open none', () => {
  const found = told({ onlyThere: 12 })
  expect(leftToSettle(fresh, { ...look, phase: 're-protect' }, found)).toEqual([])
  expect(leftToSettle(fresh, look, did.fail(look.id))).toEqual([])
})

test('a look that is done again tells anew what is open, and leaves alone what was settled', () => {
  const first = leftToSettle(fresh, look, told({ onlyThere: 12 }))
  const open = after(fresh, ...first)
  expect(leftToSettle(open, look, told({ onlyThere: 3 }, 2))).toMatchObject([
    { data: { item: 'item:reconcile.db@east' } },
  ])
  const settled = after(open, did.close('item:reconcile.db@east'))
  expect(leftToSettle(settled, look, told({ onlyThere: 3 }, 2))).toMatchObject([
    { data: { item: 'item:reconcile.db@east:2' } },
  ])
})
