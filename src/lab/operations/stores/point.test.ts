import { expect, test } from 'vitest'
import { refusal } from './point.ts'

const newest = '2026-05-01T10:00:00.000Z'
const at = Date.parse(newest) + 500
const sound = { rows: 40, unsound: 0, newest }

test('a restored store that has what was written up to the point stands', () => {
  expect(refusal(sound, 'orders-db', true, { at, before: '812', earlier: { 'orders-db': 40 } })).toBeUndefined()
  expect(refusal(sound, 'orders-db', true, { at })).toBeUndefined()
  expect(refusal(sound, 'orders-db', true)).toBeUndefined()
})

test('an empty one is refused, unless nobody writes to it', () => {
  const empty = { rows: 0, unsound: 0 }
  expect(refusal(empty, 'orders-db', true, { at })).toMatch('is empty')
  expect(refusal(empty, 'catalog-db', false, { at })).toBeUndefined()
})

test('one that lacks rows of before the point is refused, and so is one that has newer ones or wrong ones', () => {
  expect(refusal(sound, 'orders-db', true, { at, before: '812', earlier: { 'orders-db': 41 } })).toMatch(
    'shows 41 from before',
  )
  expect(refusal(sound, 'orders-db', true, { at: at - 2000, before: '812' })).toMatch('is after the point')
  expect(refusal(sound, 'orders-db', true, { at: at - 2000 })).toBeUndefined()
  expect(refusal({ ...sound, unsound: 3 }, 'orders-db', true, { at })).toMatch('3 of 40 rows')
})
