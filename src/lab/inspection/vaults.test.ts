import { expect, test } from 'vitest'
import { missingIn } from './vaults.ts'

const segment = (log: number, place: number, timeline = 1): string =>
  [timeline, log, place].map((part) => part.toString(16).toUpperCase().padStart(8, '0')).join('')

test('a log from the oldest backup on is whole across the end of its numbers, and on a second timeline', () => {
  const log = [segment(0, 0xffe), segment(0, 0xfff), segment(1, 0), segment(1, 1), segment(1, 1, 2)]
  expect(missingIn(log, [segment(0, 0xfff)])).toEqual([])
  expect(missingIn([], [])).toEqual([])
})

test('parts of 1 MiB are numbered on where parts of 16 MiB would begin a new log', () => {
  const log = [segment(0, 0xff), segment(0, 0x100), segment(0, 0x101)]
  expect(missingIn(log, [segment(0, 0xff)])).toEqual([])
  expect(missingIn([segment(0, 0xff), segment(0, 0x101)], [segment(0, 0xff)])).toEqual([segment(0, 0x100)])
})

test('what is missing is named: between two parts, and what a backup begins with', () => {
  expect(missingIn([segment(0, 0xffe), segment(1, 0)], [segment(0, 0xffe)])).toEqual([segment(0, 0xfff)])
  expect(missingIn([segment(0, 5)], [segment(0, 4)])).toEqual([segment(0, 4)])
})

test('what is older than the oldest backup is not needed', () => {
  expect(missingIn([segment(0, 1), segment(0, 7), segment(0, 8)], [segment(0, 7)])).toEqual([])
})
