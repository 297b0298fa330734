import { expect, test } from 'vitest'
import { isMadeOf } from './parts.ts'

const full = { postgres: '15.18', haproxy: '2.6.12' }

test('only the very same programs make a target the same', () => {
  expect(isMadeOf({}, {})).toBe(true)
  expect(isMadeOf({ parts: full }, { haproxy: '2.6.12', postgres: '15.18' })).toBe(true)
  expect(isMadeOf({ parts: full }, {})).toBe(false)
  expect(isMadeOf({}, full)).toBe(false)
  expect(isMadeOf({ parts: full }, { postgres: '15.18' })).toBe(false)
  expect(isMadeOf({ parts: full }, { ...full, postgres: '16.4' })).toBe(false)
})
