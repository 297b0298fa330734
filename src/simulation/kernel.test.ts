import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Network, type Times, criticalPath, schedule } from './kernel.ts'

function timed(needs: Network['needs'], durations: readonly number[]): Times {
  const times = { starts: new Float64Array(needs.length), ends: new Float64Array(needs.length) }
  schedule(
    { size: needs.length, needs },
    (_, ready) => ready,
    (place) => durations[place] ?? 0,
    times,
  )
  return times
}

test('a chain of constants takes their sum', () => {
  const times = timed([[], [0], [1]], [1, 2, 4])
  expect([...times.starts]).toEqual([0, 1, 3])
  expect([...times.ends]).toEqual([1, 3, 7])
  expect(criticalPath({ size: 3, needs: [[], [0], [1]] }, times, 2, 0)).toEqual([2, 1, 0])
})

test('of two branches the longer decides, and of equal ones the first', () => {
  const needs = [[], [0], [0], [1, 2]]
  const network = { size: 4, needs }
  expect(criticalPath(network, timed(needs, [1, 5, 3, 1]), 3, 0)).toEqual([3, 1, 0])
  expect(criticalPath(network, timed(needs, [1, 3, 5, 1]), 3, 0)).toEqual([3, 2, 0])
  expect(criticalPath(network, timed(needs, [1, 5, 5, 1]), 3, 0)).toEqual([3, 1, 0])
})

test('a path from an origin leaves out what had ended before it', () => {
  const needs = [[], [0], [1]]
  const times = timed(needs, [3, 2, 1])
  expect(criticalPath({ size: 3, needs }, times, 2, 3)).toEqual([2, 1])
  expect(criticalPath({ size: 3, needs }, times, 2, 4)).toEqual([2, 1])
})

test('the parts of a critical path add up to its end, in any network', () => {
  const step = fc.record({ chosen: fc.array(fc.nat(20), { maxLength: 4 }), duration: fc.integer({ min: 0, max: 50 }) })
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
      const needs = steps.map(({ chosen }, place) => chosen.filter((need) => need < place))
      const durations = steps.map(({ duration }) => duration)
      const times = timed(needs, durations)
      const last = steps.length - 1
      const path = criticalPath({ size: steps.length, needs }, times, last, 0)
      expect(path.reduce((sum, place) => sum + (durations[place] ?? 0), 0)).toBe(times.ends[last])
    }),
  )
})
