import { expect, test } from 'vitest'
import { createEntries } from './entries.ts'

const value = Buffer.from('value')

test('what was not used for longest goes where there is no room', () => {
  const entries = createEntries(2)
  entries.set('a', value, 100)
  entries.set('b', value, 100)
  expect(entries.get('a', 1)).toBe(value)
  entries.set('c', value, 100)
  expect(['a', 'b', 'c'].map((key) => entries.get(key, 1) !== undefined)).toEqual([true, false, true])
})

test('what is too old is not there', () => {
  const entries = createEntries(2)
  entries.set('a', value, 10)
  expect(entries.size(9)).toBe(1)
  expect(entries.size(10)).toBe(0)
  expect(entries.get('a', 10)).toBeUndefined()
})

test('nothing is there once it was emptied', () => {
  const entries = createEntries(2)
  entries.set('a', value, 10)
  entries.empty()
  expect(entries.get('a', 1)).toBeUndefined()
  expect(entries.remove('a')).toBe(false)
})
