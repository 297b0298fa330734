import { upperWord } from './bits.ts'

/** Of ln 2 / 32 the first 27 bits, so that any number of them that is asked for is exact, and the rest. */
const stepHigh = 93032639 / 2 ** 32
const stepLow = 1.733101967801894e-10
const stepsPerUnit = 46.16624130844683
const ln2 = 0.6931471805599453
/** Added and taken away again, it rounds what is below 2^51 to the nearest whole number. */
const rounder = 6755399441055744
/** Beyond these, exp is more than the greatest double, or less than the least. */
const [tooGreat, tooSmall] = [709.782712893384, -745.1332191019412]
const leastPower = -1074

/** 2^(place/32) for 0 to 31. */
const roots = Float64Array.from({ length: 32 }, (_, place) => rootOf(place))
/** 2^(place - 1074). */
const powers = powersOfTwo()

function rootOf(place: number): number {
  let root = 1
  let factor = 2
  for (let bit = 16; bit > 0; bit >>= 1) {
    factor = Math.sqrt(factor)
    if ((place & bit) !== 0) root *= factor
  }
  return root
}

function powersOfTwo(): Float64Array {
  const found = new Float64Array(1024 - leastPower)
  found[-leastPower] = 1
  for (let power = 1; power < 1024; power++) found[power - leastPower] = (found[power - 1 - leastPower] as number) * 2
  for (let power = -1; power >= leastPower; power--)
    found[power - leastPower] = (found[power + 1 - leastPower] as number) / 2
  return found
}

/**
 * e to the power of x.
 * @returns relative error below 1e-15 where the result is a normal double
 * @remarks x = (32 k + j) ln 2 / 32 + r, so that e^x = 2^k · 2^(j/32) · e^r with a short series for e^r.
 */
export function exp(x: number): number {
  if (!(x > tooSmall)) return x <= tooSmall ? 0 : x
  if (x > tooGreat) return Number.POSITIVE_INFINITY
  const steps = x * stepsPerUnit + rounder - rounder
  const r = x - steps * stepHigh - steps * stepLow
  const series = 1 + r * (1 + r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720))))))
  const whole = steps | 0
  const power = whole >> 5
  const scaled = (roots[whole & 31] as number) * series
  // The greatest power of two in the table is one below what the greatest results need.
  return power > 1023
    ? scaled * 2 * (powers[power - 1 - leastPower] as number)
    : scaled * (powers[power - leastPower] as number)
}

/** The first bits of the root of 2: a fraction above is halved, so that it lies as near to 1 as it can. */
const rootOfTwo = 0x6a09e

/**
 * The natural logarithm.
 * @param x ≥ 0; 0 gives -Infinity, and what is less NaN
 * @returns relative error below 1e-14
 * @remarks x = 2^k · m with m near 1; ln m = 2 (s + s³/3 + s⁵/5 + …) with s = (m - 1)/(m + 1).
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN
  if (x === Number.POSITIVE_INFINITY) return x
  // What is below the least normal double is brought into range.
  if (x < 2.2250738585072014e-308) return log(x * 18014398509481984) - 54 * ln2
  const word = upperWord(x)
  const isHalved = (word & 0xfffff) >= rootOfTwo
  const k = (word >>> 20) - 1023 + (isHalved ? 1 : 0)
  const m = x * (powers[-k - leastPower] as number)
  const s = (m - 1) / (m + 1)
  const t = s * s
  const tail =
    t *
    (1 / 3 +
      t *
        (1 / 5 +
          t *
            (1 / 7 +
              t * (1 / 9 + t * (1 / 11 + t * (1 / 13 + t * (1 / 15 + t * (1 / 17 + t * (1 / 19 + t * (1 / 21))))))))))
  return k * ln2 + (2 * s + 2 * s * tail)
}
