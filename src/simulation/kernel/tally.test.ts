import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openTally, type Tally, tallyOf } from './index.ts'

const horizon = 30 * 86_400

function tallied(values: readonly number[], targets: readonly number[] = []): Tally {
  const tally = openTally(horizon, targets)
  for (const value of values) tally.add(value)
  return tally
}

/** Type 7 of Hyndman and Fan. */
function exact(values: readonly number[], share: number): number {
  const rising = values.map((value) => Math.min(value, horizon)).sort((a, b) => a - b)
  const place = (rising.length - 1) * share
  const low = rising[Math.floor(place)] ?? 0
  return low + ((rising[Math.ceil(place)] ?? low) - low) * (place - Math.floor(place))
}

const seconds = fc.oneof(
  fc.double({ min: 0.001, max: horizon * 2, noNaN: true }),
  fc.integer({ min: 1, max: 400 }),
  fc.constantFrom(0, Infinity, horizon),
)
const many = fc.array(seconds, { minLength: 1, maxLength: 300 })
const share = fc.double({ min: 0, max: 1, noNaN: true })

test('a quantile is at most 1/1024 off what sorting gives', () => {
  fc.assert(
    fc.property(many, share, (values, at) => {
      const wanted = exact(values, at)
      // Between two order statistics the error is no more than that of the greater.
      const above = exact(
        values,
        Math.min(1, (Math.floor((values.length - 1) * at) + 1) / Math.max(1, values.length - 1)),
      )
      expect(Math.abs(tallied(values).quantile(at) - wanted)).toBeLessThanOrEqual(Math.max(wanted, above) / 1024 + 1e-9)
    }),
    { numRuns: 1000 },
  )
})

test('quantiles rise, from the least value to the most', () => {
  fc.assert(
    fc.property(many, share, share, (values, one, other) => {
      const tally = tallied(values)
      const [low, high] = [Math.min(one, other), Math.max(one, other)]
      expect(tally.quantile(low)).toBeLessThanOrEqual(tally.quantile(high))
      expect(tally.quantile(0)).toBeGreaterThanOrEqual(tally.least)
      expect(tally.quantile(1)).toBeLessThanOrEqual(tally.most)
      expect(tally.least).toBe(Math.min(horizon, ...values))
      expect(tally.most).toBe(Math.min(horizon, Math.max(...values)))
    }),
  )
})

test('the share up to a target is exact, values that equal it included', () => {
  const target = fc.oneof(
    fc.integer({ min: 1, max: 400 }),
    fc.constantFrom(0, horizon, horizon * 2),
    seconds.filter(Number.isFinite),
  )
  fc.assert(
    fc.property(many, target, (values, goal) => {
      expect(tallied(values, [1, goal]).shareUpTo(goal)).toBe(
        values.filter((value) => value <= goal).length / values.length,
      )
    }),
    { numRuns: 1000 },
  )
  expect(tallied([300, 300], [300]).shareUpTo(300)).toBe(1)
})

test('the share up to any other value is off by no more than what lies in its bin, and rises', () => {
  fc.assert(
    fc.property(many, seconds.filter(Number.isFinite), (values, value) => {
      const tally = tallied(values)
      const within = (width: number): number =>
        values.filter((other) => other <= value * width && other <= horizon).length / values.length
      const found = tally.shareUpTo(value)
      expect(found).toBeGreaterThanOrEqual(within(1 - 1 / 1024) - 1e-12)
      expect(found).toBeLessThanOrEqual(within(1 + 1 / 1024) + 1e-6)
      expect(tally.shareUpTo(value * 1.1 + 1)).toBeGreaterThanOrEqual(found)
    }),
    { numRuns: 1000 },
  )
})

test('what is above the horizon counts as being there, and is greater than anything', () => {
  const tally = tallied([10, horizon, horizon + 1, Infinity], [horizon])
  expect([tally.count, tally.censored, tally.most, tally.quantile(1)]).toEqual([4, 2, horizon, horizon])
  expect(tally.shareUpTo(horizon)).toBe(0.5)
  expect(tally.shareUpTo(horizon * 10)).toBe(0.5)
  expect(tallied([10, Infinity]).shareUpTo(horizon)).toBe(0.5)
  expect(tallied([Infinity]).shareUpTo(horizon)).toBe(0)
})

test('two tallies merge into that of all values, in either order, by way of JSON too', () => {
  fc.assert(
    fc.property(fc.array(seconds), fc.array(seconds), (some, others) => {
      const [left, right] = [tallied(some, [300]), tallied(others, [300])]
      left.merge(right)
      right.merge(tallied(some, [300]))
      const whole = tallied([...some, ...others], [300])
      expect(left.toJSON()).toEqual(whole.toJSON())
      expect(right.toJSON()).toEqual(whole.toJSON())
      const read = tallyOf(JSON.parse(JSON.stringify(whole)))
      expect(read.toJSON()).toEqual(whole.toJSON())
    }),
  )
})

test('tallies of other horizons or targets do not merge', () => {
  expect(() => openTally(10).merge(openTally(11))).toThrow(RangeError)
  expect(() => openTally(10, [1]).merge(openTally(10, [2]))).toThrow(RangeError)
})

test('a tally of nothing has no quantiles, and what is no time is a bug of the caller', () => {
  const tally = openTally(10)
  expect([tally.count, tally.least, tally.most, tally.censored]).toEqual([0, 0, 0, 0])
  expect(() => tally.quantile(0.5)).toThrow(RangeError)
  expect(() => tally.shareUpTo(1)).toThrow(RangeError)
  for (const value of [-1, Number.NaN]) expect(() => tally.add(value)).toThrow(RangeError)
  for (const never of [0, -1, Infinity, Number.NaN]) expect(() => openTally(never)).toThrow(RangeError)
})

test('a tally does not grow with the number of values', () => {
  const tally = openTally(horizon)
  const size = (): number => tally.toJSON().bins.length
  for (let at = 0; at < 20_000; at++) tally.add(100 + (at % 1000) / 10)
  const before = size()
  for (let at = 0; at < 200_000; at++) tally.add(100 + (at % 1000) / 10)
  expect(size()).toBe(before)
  expect(before).toBeLessThanOrEqual(2 * 1024 * 2)
})
