import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalQuantile } from './kernel/index.ts'
import { learnt } from './learning.ts'

const size = 999
const shares = Float64Array.from({ length: size }, (_, at) => (at + 0.5) / size)
/** What a simulation gives of a lognormal. */
const lognormal = (median: number, sigma: number): Float64Array =>
  shares.map((share) => median * Math.exp(sigma * normalQuantile(share)))

/** p5, p50 and p95 of what the simulated values become. */
function bandOf(simulated: Float64Array, measured: readonly number[]) {
  const map = learnt(simulated, measured, 'rto')
  const values = simulated.map((value, at) => map(value, shares[(at * 577) % size] as number)).sort()
  const at = (share: number): number => values[Math.round((size - 1) * share)] as number
  return { p5: at(0.05), p50: at(0.5), p95: at(0.95) }
}

const repeated = (times: number, values: readonly number[]): readonly number[] =>
  Array.from({ length: times }, () => values).flat()

test('many measured runs give the band that they have, however far off the simulation was', () => {
  const own = lognormal(2, 0.2).filter((_, at) => at % 25 === 12)
  for (const simulated of [lognormal(2, 0.3), lognormal(20, 0.5), lognormal(0.2, 0.1)]) {
    const { p5, p50, p95 } = bandOf(simulated, [...own])
    expect(p50 / 2).toBeGreaterThan(0.9)
    expect(p50 / 2).toBeLessThan(1.1)
    expect(Math.log(p95 / p5) / (2 * 1.645 * 0.2)).toBeGreaterThan(0.9)
    expect(Math.log(p95 / p5) / (2 * 1.645 * 0.2)).toBeLessThan(1.5)
  }
})

test('one measured run moves the band towards it and leaves it wide', () => {
  const simulated = lognormal(4, 0.4)
  const { p5, p50, p95 } = bandOf(simulated, [3])
  expect(p50).toBeGreaterThan(3)
  expect(p50).toBeLessThan(4)
  expect(p5).toBeLessThan(2.4)
  expect(p95).toBeGreaterThan(4.2)
})

test('measured runs that agree never widen the band, the more there are of them', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.05, max: 500, noNaN: true }),
      fc.double({ min: 0.1, max: 0.8, noNaN: true }),
      fc.double({ min: 0.05, max: 0.5, noNaN: true }),
      (median, sigma, spread) => {
        const simulated = lognormal(median, sigma)
        const pair = [median * Math.exp(-sigma * spread), median * Math.exp(sigma * spread)]
        const widths = [1, 2, 4, 8].map((times) => {
          const { p5, p95 } = bandOf(simulated, repeated(times, pair))
          return Math.log(p95 / p5)
        })
        const before = Math.log((simulated[948] as number) / (simulated[50] as number))
        const rising = [before, ...widths].every(
          (width, at, all) => at === 0 || width <= (all[at - 1] as number) + 1e-9,
        )
        expect(rising).toBe(true)
      },
    ),
  )
})

test('nine in ten bands hold the next run, though the simulation is off and few runs were measured', () => {
  // Numbers in (0, 1), the same ones always.
  let state = 7
  const chance = (): number => {
    state = (state * 16_807) % 2_147_483_647
    return state / 2_147_483_647
  }
  const simulated = lognormal(3, 0.5)
  for (const many of [1, 2, 3, 5, 10]) {
    let held = 0
    for (let trial = 0; trial < 1500; trial++) {
      // The simulation's spread is its error and what runs differ by, half and half.
      const middle = Math.log(3) + (0.5 / Math.SQRT2) * normalQuantile(chance())
      const run = (): number => Math.exp(middle + (0.5 / Math.SQRT2) * normalQuantile(chance()))
      const { p5, p95 } = bandOf(simulated, Array.from({ length: many }, run))
      const next = run()
      if (next >= p5 && next <= p95) held++
    }
    expect(held / 1500, `${many} measured runs`).toBeGreaterThan(0.84)
    expect(held / 1500, `${many} measured runs`).toBeLessThan(0.97)
  }
})

test('nothing, measured again and again, becomes the forecast, and once is not enough', () => {
  const simulated = shares.map((share) => Math.max(0, share - 0.5))
  expect(bandOf(simulated, [0]).p95).toBeGreaterThan(0.2)
  expect(bandOf(simulated, repeated(10, [0])).p95).toBe(0)
  // Of what was never simulated as nothing, one of twenty is as many as the band leaves out.
  expect(bandOf(lognormal(1, 0.3), repeated(15, [0])).p95).toBeGreaterThan(0)
  expect(bandOf(lognormal(1, 0.3), repeated(25, [0])).p95).toBe(0)
})

test('what was simulated as nothing and is measured becomes what was measured, as often as it was', () => {
  const { p5, p50, p95 } = bandOf(new Float64Array(size), [0, 0.5, 0, 0])
  expect([p5, p50]).toEqual([0, 0])
  expect(p95).toBeGreaterThan(0.4)
  expect(bandOf(new Float64Array(size), [0, 0])).toEqual({ p5: 0, p50: 0, p95: 0 })
})

test('a simulation that says one thing is spread by the measured runs', () => {
  const one = new Float64Array(size).fill(16)
  const { p5, p50, p95 } = bandOf(one, [14, 15, 17, 18])
  expect(p5).toBeLessThan(14)
  expect(p50).toBeGreaterThan(15)
  expect(p95).toBeGreaterThan(18)
})

test('a later run stays the later one, and one that never ends does not end', () => {
  const map = learnt(lognormal(4, 0.4), [1, 2, 3], 'rto')
  const values = [1, 2, 3, 4, 5, 9].map((value) => map(value, 0.5))
  expect(values).toEqual([...values].sort((a, b) => a - b))
  expect(new Set(values).size).toBe(values.length)
  expect(map(Number.POSITIVE_INFINITY, 0.5)).toBe(Number.POSITIVE_INFINITY)
})

test('the simulation counts for less where it goes by what was promised', () => {
  const simulated = lognormal(4, 0.4)
  const middleOf = (of: 'rto' | 'rpo'): number => learnt(simulated, [3, 3], of)(4, 0.5)
  expect(middleOf('rto')).toBeGreaterThan(middleOf('rpo'))
  expect(middleOf('rpo')).toBeGreaterThan(3)
})

test('how far other runs lie apart tells how far these will, the more alike those are', () => {
  const simulated = lognormal(4, 0.4)
  const widthWith = (elsewhere: ReadonlyArray<readonly [number, number]>, measured = [3]): number => {
    const map = learnt(
      simulated,
      measured,
      'rto',
      elsewhere.map(([deviation, degrees]) => ({ variance: deviation ** 2, degrees })),
    )
    const values = simulated.map((value) => map(value, 0.5))
    return Math.log((values[948] as number) / (values[50] as number))
  }
  const alone = widthWith([])
  const close = Array.from({ length: 6 }, (_, at) => [0.02 + at / 1000, 4] as const)
  const mixed = [0.002, 0.02, 0.2, 0.01, 0.1, 0.05].map((deviation) => [deviation, 4] as const)
  expect(widthWith(close)).toBeLessThan(alone / 4)
  expect(widthWith(close.slice(0, 1))).toBeLessThan(alone)
  expect(widthWith(mixed)).toBeGreaterThan(2 * widthWith(close))
  expect(widthWith(mixed)).toBeLessThan(alone)
  // What these runs themselves say counts in the end, whatever others do.
  const wide = Array.from({ length: 30 }, (_, at) => 3 * Math.exp(0.3 * normalQuantile((at + 0.5) / 30)))
  expect(widthWith(close, wide)).toBeGreaterThan(0.8 * 2 * 1.645 * 0.3)
})
