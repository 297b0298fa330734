import fc from 'fast-check'
import { expect, test } from 'vitest'
import { predicted, student95, z95 } from './prediction.ts'

test('the quantiles of Student’s t are those of the tables', () => {
  const table: ReadonlyArray<readonly [number, number]> = [
    [1, 6.314],
    [2, 2.92],
    [3, 2.353],
    [4, 2.132],
    [5, 2.015],
    [10, 1.812],
    [20, 1.725],
    [31, 1.696],
    [120, 1.658],
  ]
  for (const [degrees, quantile] of table) expect(student95(degrees)).toBeCloseTo(quantile, 3)
})

test('many observations give the lognormal that they come from', () => {
  // The quantiles of a lognormal with median 4 and p95 of 8, evenly through its middle.
  const sigma = Math.log(2) / z95
  const halves = [-1.7, -1.21, -0.9, -0.66, -0.46, -0.27, -0.09]
  const normals = [...halves, ...halves.map((z) => -z)]
  const { p50, p95 } = predicted(
    normals.map((z) => 4 * Math.exp(sigma * z)),
    { p50: 1, p95: 2 },
  )
  expect(p50).toBeCloseTo(4, 5)
  expect(p95).toBeGreaterThan(8)
  expect(p95).toBeLessThan(9.5)
})

test('the median is that of the observations, whatever was supposed', () => {
  expect(predicted([4]).p50).toBe(4)
  expect(predicted([2, 8], { p50: 100, p95: 1000 }).p50).toBe(4)
})

test('the more observations of the same mean and spread, the narrower the interval', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 1000, noNaN: true }),
      fc.double({ min: 0.05, max: 1, noNaN: true }),
      (median, spread) => {
        const pair = [median * Math.exp(-spread), median * Math.exp(spread)]
        const wide = predicted(pair)
        const narrow = predicted([...pair, ...pair, ...pair, ...pair])
        return wide.p95 > narrow.p95 && narrow.p95 >= narrow.p50
      },
    ),
  )
})

test('one observation says little about the spread', () => {
  const once = predicted([10])
  const often = predicted(Array.from({ length: 30 }, () => 10))
  expect(once.p95).toBeGreaterThan(30)
  expect(often.p95).toBeLessThan(15)
})

test('a wider spread in the catalog gives a wider interval after one run', () => {
  expect(predicted([10], { p50: 1, p95: 5 }).p95).toBeGreaterThan(predicted([10], { p50: 1, p95: 1.5 }).p95)
})

test('a duration of nothing is taken as a millisecond', () => {
  expect(predicted([0, 0]).p50).toBe(0.001)
})
