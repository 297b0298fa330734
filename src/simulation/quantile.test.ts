import { expect, test } from 'vitest'
import { quantile, sorted } from './quantile.ts'

test('quantiles interpolate between order statistics as type 7 does', () => {
  const rising = sorted([10, 1, 4, 2])
  expect([...rising]).toEqual([1, 2, 4, 10])
  // R: quantile(c(1, 2, 4, 10), c(0, .25, .5, .9, .95, 1), type = 7)
  expect([0, 0.25, 0.5, 0.9, 0.95, 1].map((share) => Number(quantile(rising, share).toFixed(9)))).toEqual([
    1, 1.75, 3, 8.2, 9.1, 10,
  ])
  expect(quantile([7], 0.95)).toBe(7)
})
