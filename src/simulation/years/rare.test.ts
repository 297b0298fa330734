import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exactly } from './exact.ts'
import { plain, rare, type RareModel } from './rare.ts'

const hours = (count: number): number => count / 8766

/** Two regions that each are lost every forty years for six and a half hours: both at once about once in a million. */
const regions: RareModel = {
  parts: [
    { failsPerYear: 0.026, downFor: hours(6.5) },
    { failsPerYear: 0.026, downFor: hours(6.5) },
  ],
  down: 2,
  years: 1,
}

const holds = (model: RareModel, exact: number, replications: number): number =>
  Array.from({ length: 100 }, (_, seed) => rare(model, { seed, replications })).filter(
    ({ low, high }) => low <= exact && exact <= high,
  ).length

describe('the exact chance', () => {
  test('of one part is that of an exponential', () => {
    const one: RareModel = { parts: [{ failsPerYear: 0.3, downFor: 1 }], down: 1, years: 2 }
    expect(exactly(one)).toBeCloseTo(1 - Math.exp(-0.6), 10)
  })

  test('of two parts is that of three states, solved by hand', () => {
    // dp1/dt = 2λ p0 - (λ + μ) p1; hit at rate λ p1. Eigenvalues of the two states that are left.
    const [l, m] = [0.026, 8766 / 6.5]
    const [sum, product] = [3 * l + m, 2 * l * l]
    const root = Math.sqrt(sum * sum - 4 * product)
    const [fast, slow] = [(sum + root) / 2, (2 * product) / (sum + root)]
    const up = (fast * Math.exp(-slow) - slow * Math.exp(-fast)) / (fast - slow)
    expect(exactly(regions)).toBeCloseTo(1 - up, 12)
    expect(exactly(regions)).toBeGreaterThan(9.9e-7)
    expect(exactly(regions)).toBeLessThan(1.1e-6)
  })

  test('of events that take both is at least theirs', () => {
    const common = { ...regions, common: [{ perYear: 1e-4, parts: [0, 1] }] }
    const both = exactly(common)
    expect(both).toBeGreaterThan(1 - Math.exp(-1e-4))
    expect(both).toBeCloseTo(1 - Math.exp(-1e-4) + exactly(regions), 8)
  })

  test('is none where nothing fails, or where more must be down than there are', () => {
    const parts = [{ failsPerYear: 0, downFor: 1 }]
    expect(exactly({ parts, down: 1, years: 1 })).toBe(0)
    expect(exactly({ ...regions, down: 3 })).toBe(0)
    expect(rare({ parts, down: 1, years: 1 }, { seed: 1, replications: 10 }).probability).toBe(0)
  })
})

describe('the estimate of what is rare', () => {
  test('holds the exact chance in its interval for nearly all seeds', () => {
    expect(holds(regions, exactly(regions), 4000)).toBeGreaterThanOrEqual(90)
    const common = { ...regions, common: [{ perYear: 2e-7, parts: [0, 1] }] }
    expect(holds(common, exactly(common), 4000)).toBeGreaterThanOrEqual(90)
    const three: RareModel = {
      parts: [0.3, 0.2, 0.4].map((failsPerYear) => ({ failsPerYear, downFor: hours(20) })),
      down: 3,
      years: 1,
    }
    expect(holds(three, exactly(three), 10_000)).toBeGreaterThanOrEqual(90)
  })

  test('needs at most a thousandth of the replications of plain Monte Carlo for the same interval', () => {
    const exact = exactly(regions)
    const { spread } = rare(regions, { seed: 1, replications: 20_000 })
    expect(spread ** 2 / (exact * (1 - exact))).toBeLessThan(1 / 1000)
  })

  test('agrees with plain Monte Carlo where that sees enough, also for repairs of another law', () => {
    const model: RareModel = {
      parts: [0, 1].map(() => ({ failsPerYear: 0.5, downFor: (u) => 0.02 + 0.1 * u })),
      common: [{ perYear: 0.002, parts: [0, 1] }],
      down: 2,
      years: 1,
    }
    const [quick, slow] = [
      rare(model, { seed: 1, replications: 40_000 }),
      plain(model, { seed: 2, replications: 400_000 }),
    ]
    // Two estimates that are off by 5 standard errors would be a bug once in a million.
    const apart = Math.abs(quick.probability - slow.probability)
    const error = Math.hypot(quick.spread / Math.sqrt(40_000), slow.spread / Math.sqrt(400_000))
    expect(apart).toBeLessThan(5 * error)
    expect(slow.probability).toBeGreaterThan(0.01)
  })

  test('is unbiased whatever the bias', () => {
    const exact = exactly(regions)
    for (const bias of [0.1, 0.5, 0.99]) {
      const { probability, spread } = rare(regions, { seed: 3, replications: 50_000, bias })
      expect(Math.abs(probability - exact)).toBeLessThan((5 * spread) / Math.sqrt(50_000))
    }
  })

  test('is plain Monte Carlo itself in the exact chance of a frequent event', () => {
    const often: RareModel = { ...regions, parts: [2, 3].map((failsPerYear) => ({ failsPerYear, downFor: 0.1 })) }
    const { probability, spread } = plain(often, { seed: 1, replications: 100_000 })
    expect(Math.abs(probability - exactly(often))).toBeLessThan((5 * spread) / Math.sqrt(100_000))
  })

  test('is the same for the same seed, and a chance for any model', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            failsPerYear: fc.double({ min: 0, max: 5, noNaN: true }),
            downFor: fc.double({ min: 1e-6, max: 1, noNaN: true }),
          }),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(),
        (parts, down, seed) => {
          const once = rare({ parts, down, years: 1 }, { seed, replications: 50 })
          expect(once).toEqual(rare({ parts, down, years: 1 }, { seed, replications: 50 }))
          expect(once.low).toBeGreaterThanOrEqual(0)
          expect(once.low).toBeLessThanOrEqual(once.probability)
          expect(once.high).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  test('refuses what cannot be', () => {
    const bad: ReadonlyArray<() => unknown> = [
      () => rare(regions, { seed: 1, replications: 1 }),
      () => rare(regions, { seed: 1, replications: 10, bias: 1 }),
      () => rare({ ...regions, years: Number.NaN }, { seed: 1, replications: 10 }),
      () => rare({ ...regions, parts: [{ failsPerYear: -1, downFor: 1 }] }, { seed: 1, replications: 10 }),
      () => exactly({ ...regions, parts: [{ failsPerYear: 1, downFor: (u) => u }] }),
    ]
    for (const one of bad) expect(one).toThrow(RangeError)
  })
})
