import { expect, test } from 'vitest'
import { hoursOf, isZone, timeOfDay, untilOpen } from './hours.ts'

const winter = Date.UTC(2026, 0, 14)
const summer = Date.UTC(2026, 6, 14)

test.each([
  ['UTC', winter, 9],
  ['America/New_York', winter, 14],
  ['America/New_York', summer, 13],
  ['Europe/Berlin', winter, 8],
  ['Asia/Kolkata', winter, 3.5],
  ['Pacific/Auckland', summer, 21],
  [undefined, winter, 9],
] as const)('nine in the morning in %s is %s', (zone, instant, hour) => {
  expect(timeOfDay('09:00', zone, instant)).toBe(hour * 3600)
})

test('a zone that nobody knows counts as UTC', () => {
  expect(isZone('Mars/Phobos')).toBe(false)
  expect(isZone('America/Chicago')).toBe(true)
  expect(timeOfDay('09:00', 'Mars/Phobos', winter)).toBe(9 * 3600)
})

test('within the hours nobody waits, and outside them until they begin, over midnight too', () => {
  const office = { from: 9 * 3600, until: 17 * 3600 }
  expect([8, 9, 16, 17, 23].map((hour) => untilOpen(office, hour * 3600) / 3600)).toEqual([1, 0, 0, 16, 10])
  const nights = { from: 22 * 3600, until: 6 * 3600 }
  expect([5, 6, 21, 22, 23].map((hour) => untilOpen(nights, hour * 3600) / 3600)).toEqual([0, 16, 1, 0, 0])
})

test('hours that begin when they end are all of the day', () => {
  expect(hoursOf({ role: 'a', name: 'A', hours: { from: '09:00', to: '09:00' } }, winter)).toBeUndefined()
  expect(hoursOf({ role: 'a', name: 'A' }, winter)).toBeUndefined()
  expect(
    hoursOf({ role: 'a', name: 'A', hours: { from: '09:00', to: '17:00' }, zone: 'Europe/Berlin' }, winter),
  ).toEqual({ from: 8 * 3600, until: 16 * 3600 })
})
