import fc from 'fast-check'
import { expect, test } from 'vitest'
import { above } from '../normal.ts'
import { drawnNormal } from './drawn.ts'
import { exp, log, normalQuantile } from './index.ts'
import { openChances, shareOf } from './random.ts'

const wide = { min: -700, max: 700, noNaN: true } as const
const far = (found: number, wanted: number): number => Math.abs(found - wanted) / Math.abs(wanted)

test('exp is that of the machine, to a few units of the last place', () => {
  fc.assert(
    fc.property(fc.double(wide), (x) => {
      expect(far(exp(x), Math.exp(x))).toBeLessThan(2e-15)
    }),
    { numRuns: 5000 },
  )
  for (let x = -700; x < 700; x += 0.37) expect(far(exp(x), Math.exp(x))).toBeLessThan(2e-15)
  expect([exp(0), exp(-0), exp(-Infinity), exp(Infinity), exp(710), exp(-746)]).toEqual([
    1,
    1,
    0,
    Infinity,
    Infinity,
    0,
  ])
  expect(exp(709.782)).toBeLessThan(Infinity)
  expect(far(exp(709.782), Math.exp(709.782))).toBeLessThan(2e-15)
  expect(far(exp(-740), Math.exp(-740))).toBeLessThan(0.01)
  expect(exp(Number.NaN)).toBeNaN()
})

test('log is that of the machine, near 1 and at both ends', () => {
  fc.assert(
    fc.property(fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true }), (x) => {
      expect(Math.abs(log(x) - Math.log(x))).toBeLessThanOrEqual(1e-15 * Math.abs(Math.log(x)))
    }),
    { numRuns: 5000 },
  )
  for (let x = 0.5; x < 2; x += 0.000_37)
    expect(Math.abs(log(x) - Math.log(x))).toBeLessThanOrEqual(1e-15 * Math.abs(Math.log(x)))
  expect([log(1), log(0), log(Infinity)]).toEqual([0, -Infinity, Infinity])
  expect(log(-1)).toBeNaN()
  expect(far(log(5e-324), Math.log(5e-324))).toBeLessThan(1e-15)
})

test('the normal quantile is the inverse of the normal distribution, far into its tails', () => {
  for (let z = -6.4; z < 6.4; z += 0.013) {
    // Above 1/2 a share in a double tells less of its tail than one below.
    const tolerance = z < 0 ? 1e-12 : 1e-8
    if (Math.abs(z) > 1e-3) expect(far(normalQuantile(1 - above(z)), z)).toBeLessThan(z < 0 ? 1e-4 : tolerance)
    if (z > 1e-3) expect(far(-normalQuantile(above(z)), z)).toBeLessThan(1e-12)
  }
  expect(normalQuantile(0.5)).toBe(0)
  expect(normalQuantile(0.95)).toBeCloseTo(1.6448536269514722, 14)
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14)
  expect(normalQuantile(1e-12)).toBeCloseTo(-7.034483825301132, 12)
})

test('what a word draws is the normal quantile of its share, far finer than two words differ, and rises with it', () => {
  /** All words near a bit pattern: both ends, the middle, and the edges of octaves and cells. */
  const edges = [0, 2 ** 31, 2 ** 32 - 1, 2 ** 30, 2 ** 29, 3 * 2 ** 29, 2 ** 12, 2 ** 30 + 2 ** 24]
  const near = edges.flatMap((edge) => Array.from({ length: 4001 }, (_, at) => edge + at - 2000))
  const far = Array.from({ length: 40_000 }, (_, at) => Math.floor(((at + 0.5) / 40_000) * 2 ** 32))
  const words = [...near, ...far].filter((word) => word >= 0 && word < 2 ** 32).sort((a, b) => a - b)
  let last = Number.NEGATIVE_INFINITY
  let worst = 0
  for (const word of new Set(words)) {
    const value = drawnNormal(word | 0)
    worst = Math.max(worst, Math.abs(value - normalQuantile(shareOf(word | 0))))
    if (!(value > last)) throw new Error(`The value of ${word} is ${value}, and that of the one before ${last}.`)
    last = value
  }
  expect(worst).toBeLessThan(4e-10)
  expect(drawnNormal(0)).toBeCloseTo(-6.338, 3)
  expect(drawnNormal(-1)).toBe(-drawnNormal(0))
})

test('these bits are what any machine gives', () => {
  const chances = openChances()
  chances.begin(42, 7)
  const words = new Int32Array(3)
  chances.fill(words)
  expect([...words].map((word) => shareOf(word) * 2 ** 32)).toMatchInlineSnapshot(`
    [
      3653466770.5,
      4109767598.5,
      2784691177.5,
    ]
  `)
  expect([chances.ofNode(0), chances.extra(0)].map((draw) => draw * 2 ** 32)).toMatchInlineSnapshot(`
    [
      2766796883.5,
      3177081200.5,
    ]
  `)
  expect([exp(1.234), log(1.234), normalQuantile(0.123), normalQuantile(0.001)]).toMatchInlineSnapshot(`
    [
      3.43494186080076,
      0.21026092548319605,
      -1.1601198829975192,
      -3.090232306167813,
    ]
  `)
})

const runs = 20_000

function firsts(seed: number, place: number): readonly number[] {
  const chances = openChances()
  const words = new Int32Array(place + 1)
  return Array.from({ length: runs }, (_, run) => {
    chances.begin(seed, run)
    chances.fill(words)
    return shareOf(words[place] as number)
  })
}

/** How far the share of values up to a value is from what it should be, at most; D of Kolmogorov. */
function distance(values: readonly number[]): number {
  const rising = [...values].sort((a, b) => a - b)
  return Math.max(...rising.map((value, at) => Math.max((at + 1) / rising.length - value, value - at / rising.length)))
}

test('the numbers of a place are uniform over runs, and those of near runs, seeds and places are not alike', () => {
  const [a, next, other] = [firsts(7, 0), firsts(7, 1), firsts(8, 0)]
  // D of 20,000 uniform numbers is above 1.95 / sqrt(20,000) = 0.0138 once in a thousand times.
  for (const values of [a, next, other, firsts(7, 90)]) expect(distance(values)).toBeLessThan(0.0138)
  const correlation = (xs: readonly number[], ys: readonly number[]): number =>
    xs.reduce((sum, x, at) => sum + (x - 0.5) * ((ys[at] ?? 0.5) - 0.5), 0) / (runs / 12)
  // Four standard errors of 1 / sqrt(20,000).
  for (const ys of [a.slice(1), next, other]) expect(Math.abs(correlation(a, ys))).toBeLessThan(0.029)
})

test('further numbers are uniform over streams and over runs', () => {
  const chances = openChances()
  chances.begin(1, 0)
  expect(distance(Array.from({ length: runs }, (_, stream) => chances.extra(stream)))).toBeLessThan(0.0138)
  expect(distance(Array.from({ length: runs }, (_, place) => chances.ofNode(place)))).toBeLessThan(0.0138)
  const over = (number: () => number): readonly number[] =>
    Array.from({ length: runs }, (_, run) => {
      chances.begin(1, run)
      return number()
    })
  expect(distance(over(() => chances.extra(3)))).toBeLessThan(0.0138)
  expect(distance(over(() => chances.ofNode(3)))).toBeLessThan(0.0138)
})

test('a run hangs on the whole seed and on its whole number', () => {
  const chances = openChances()
  const seeds = [0, 1, -1, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 40]
  const numbers = [0, 1, 2, 2 ** 32, 2 ** 32 + 1]
  const word = new Int32Array(1)
  const found = seeds.flatMap((seed) =>
    numbers.map((run) => {
      chances.begin(seed, run)
      chances.fill(word)
      return word[0]
    }),
  )
  expect(new Set(found).size).toBe(seeds.length * numbers.length)
})
