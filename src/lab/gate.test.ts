import { expect, test } from 'vitest'
import { createGate } from './gate.ts'

test('as many as agreed go through at once, some wait for their turn, and the rest is turned away', () => {
  const gate = createGate({ perSecond: 10, burst: 2, longestWait: 0.2 })
  const waits = Array.from({ length: 7 }, () => gate(5))
  const rounded = waits.map((wait) => (wait === undefined ? undefined : Math.round(wait * 100) / 100))
  expect(rounded).toEqual([0, 0, 0, 0.1, 0.2, undefined, undefined])
  // A second later the queue is empty, and a rest is not saved up beyond the burst.
  expect([gate(6), gate(60)]).toEqual([0, 0])
})

test('whoever comes at the agreed rate is never turned away, and twice the rate loses every other', () => {
  const gate = createGate({ perSecond: 100, burst: 5, longestWait: 0.1 })
  const steady = Array.from({ length: 1000 }, (_, index) => gate(index / 100))
  expect(steady.filter((wait) => wait === undefined)).toEqual([])
  const twice = Array.from({ length: 2000 }, (_, index) => gate(10 + index / 200))
  const refused = twice.filter((wait) => wait === undefined).length
  expect(refused).toBeGreaterThan(950)
  expect(refused).toBeLessThan(1000)
})
