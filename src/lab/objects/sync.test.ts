import { expect, test } from 'vitest'
import { due, syncedUpTo, without } from './sync.ts'

const change = (name: string, at: number) => ({ container: 'documents', name, at })

test('the other side has everything up to the oldest change that it lacks', () => {
  expect(syncedUpTo([change('b', 12), change('a', 11), change('c', 13)], 20)).toBe(11)
})

test('where it lacks nothing, it has everything up to now', () => {
  expect(syncedUpTo([], 20)).toBe(20)
})

test('what is younger than the lag is not sent yet, and holds the last sync time back', () => {
  const pending = [change('old', 10), change('young', 19.5)]
  const batch = due(pending, 20, 1, 100)
  expect(batch).toEqual([change('old', 10)])
  expect(syncedUpTo(without(pending, batch, 20), 20)).toBe(19.5)
})

test('an object that was changed twice is sent once, oldest first, and no more at once than may be', () => {
  const pending = [change('a', 12), change('b', 11), change('a', 10), change('c', 13)]
  expect(due(pending, 20, 0, 2)).toEqual([change('a', 10), change('b', 11)])
})

test('one that arrives takes all its older changes with it, and none that came after it was read', () => {
  const pending = [change('a', 10), change('a', 12), change('a', 21), change('b', 11)]
  expect(without(pending, [change('a', 10)], 20)).toEqual([change('a', 21), change('b', 11)])
})
