import { expect, test } from 'vitest'
import { drawOf, lognormal } from './draw.ts'
import { quantile, sorted } from './quantile.ts'

const runs = Array.from({ length: 20_000 }, (_, run) => run)

test('first draws of many runs are uniform and unlike each other', () => {
  const rising = sorted(runs.map((run) => drawOf(7, run).uniform(2, 4)))
  // The standard error of a quantile of 20,000 uniform draws over a width of 2 is at most 0.007.
  for (const share of [0.05, 0.25, 0.5, 0.75, 0.95]) expect(quantile(rising, share)).toBeCloseTo(2 + 2 * share, 1.4)
  expect(new Set(rising).size).toBe(runs.length)
  expect(rising[0]).toBeGreaterThanOrEqual(2)
  expect(rising.at(-1)).toBeLessThan(4)
})

test('the draws of one run do not predict those of the next', () => {
  const firsts = runs.map((run) => drawOf(1, run).normal())
  const product = firsts.reduce((sum, value, run) => sum + value * (firsts[run + 1] ?? 0), 0) / runs.length
  expect(Math.abs(product)).toBeLessThan(0.03)
})

test('lognormal draws have the quantiles that they are made from', () => {
  const rising = sorted(runs.map((run) => lognormal(30, 120, drawOf(42, run).normal())))
  expect(quantile(rising, 0.5) / 30).toBeGreaterThan(0.97)
  expect(quantile(rising, 0.5) / 30).toBeLessThan(1.03)
  expect(quantile(rising, 0.95) / 120).toBeGreaterThan(0.95)
  expect(quantile(rising, 0.95) / 120).toBeLessThan(1.05)
})

test('a duration without a spread is itself, and one of nothing is nothing', () => {
  expect(lognormal(5, 5, 2)).toBe(5)
  expect(lognormal(5, 4, 2)).toBe(5)
  expect(lognormal(0, 9, 2)).toBe(0)
})

test('a run depends on the whole seed and on its number, and on nothing else', () => {
  const first = (seed: number, run: number): number => drawOf(seed, run).uniform(0, 1)
  expect(first(5, 3)).toBe(first(5, 3))
  const seeds = [0, 1, -1, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 40]
  expect(new Set(seeds.flatMap((seed) => [0, 1, 2].map((run) => first(seed, run)))).size).toBe(seeds.length * 3)
})
