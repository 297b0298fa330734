import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z95 } from '#evidence'
import { normalQuantile } from './kernel/index.ts'
import { openChances } from './kernel/random.ts'
import { lastsInAll, lognormal, noticedAfter } from './lasting.ts'
import { above, valueAbove } from './normal.ts'

function normalOf(seed: number, run: number): number {
  const chances = openChances()
  chances.begin(seed, run)
  return normalQuantile(chances.extra(0))
}

test('a duration without a spread is itself, and one of nothing is nothing', () => {
  expect(lognormal(5, 5, 2)).toBe(5)
  expect(lognormal(5, 4, 2)).toBe(5)
  expect(lognormal(0, 9, 2)).toBe(0)
})

test('the normal’s tail is that of the tables, far out too', () => {
  // NIST Handbook, 1.3.6.7.1; the far values after Abramowitz and Stegun, table 26.2.
  expect(above(0)).toBe(0.5)
  expect(above(1)).toBeCloseTo(0.15865525393145707, 14)
  expect(above(-1)).toBeCloseTo(0.8413447460685429, 14)
  expect(above(z95)).toBeCloseTo(0.05, 14)
  expect(above(3) / 0.0013498980316300957).toBeCloseTo(1, 12)
  expect(above(5) / 2.866515718791946e-7).toBeCloseTo(1, 12)
  expect(above(10) / 7.619853024160527e-24).toBeCloseTo(1, 12)
  expect(above(40)).toBe(0)
})

test('a share of the normal gives the value it came from', () => {
  fc.assert(
    fc.property(fc.double({ min: -5, max: 37, noNaN: true }), (z) => {
      expect(valueAbove(above(z))).toBeCloseTo(z, 7)
    }),
  )
})

test('what is left of a step is distributed as those of all draws that lasted longer', () => {
  const all = Array.from({ length: 40_000 }, (_, run) => normalOf(7, run))
  const lasted = 25
  const given = all.map((normal) => lastsInAll(10, 20, lasted, normal))
  // The closed form: the survival function beyond what has lasted, divided by that at it.
  const beyond = (t: number) => above(Math.log(t / 10) / (Math.log(2) / z95))
  for (const t of [26, 30, 40])
    expect(given.filter((value) => value > t).length / given.length).toBeCloseTo(beyond(t) / beyond(lasted), 2)
  expect(Math.min(...given)).toBeGreaterThanOrEqual(lasted)
})

test('more that has lasted never makes a step end sooner, with a spread and without', () => {
  const length = fc.double({ min: 0.01, max: 1000, noNaN: true })
  fc.assert(
    fc.property(length, fc.double({ min: 1, max: 5 }), length, length, fc.nat(50), (p50, spread, a, b, run) => {
      const normal = normalOf(3, run)
      const [less, more] = [Math.min(a, b), Math.max(a, b)]
      const sooner = lastsInAll(p50, p50 * spread, less, normal)
      const later = lastsInAll(p50, p50 * spread, more, normal)
      expect(later).toBeGreaterThanOrEqual(sooner * (1 - 1e-9))
      expect(later).toBeGreaterThanOrEqual(more)
      expect(Number.isFinite(later)).toBe(true)
    }),
  )
})

test('an estimate without a spread is kept until it has passed, and then it takes as long again in half of all draws', () => {
  expect(lastsInAll(300, 300, 299, 2)).toBe(300)
  const draws = Array.from({ length: 20_000 }, (_, run) => lastsInAll(300, 300, 400, normalOf(5, run)))
  expect(draws.filter((value) => value > 800).length / draws.length).toBeCloseTo(0.5, 1)
  expect(draws.filter((value) => value > 1600).length / draws.length).toBeCloseTo(0.25, 1)
  expect(Math.min(...draws)).toBeGreaterThanOrEqual(400)
})

test('detection that has not come yet is one of those that come later, or overdue', () => {
  const rising = Float64Array.from([1, 2, 3, 4])
  expect([1, 2, 3, 4].map(noticedAfter(rising, 0))).toEqual([1, 2, 3, 4])
  expect([1, 2, 3, 4].map(noticedAfter(rising, 2))).toEqual([3, 3, 4, 4])
  expect([1, 4].map(noticedAfter(rising, 8))).toEqual([8 / (1 - 0.125), 64])
})
