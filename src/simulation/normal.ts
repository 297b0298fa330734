import { exp, log } from './kernel/index.ts'

/**
 * The share of the standard normal that lies above a value, 0 to 1.
 * @remarks Source: the series of Marsaglia (2004) below 3 and the continued fraction of Laplace beyond; to about 1e-14,
 * of the tail itself and not only of the whole.
 */
export function above(z: number): number {
  if (z < 0) return 1 - above(-z)
  if (z > 38) return 0
  return z < 3 ? 0.5 - density(z) * series(z) : density(z) * tail(z)
}

function density(z: number): number {
  return exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
}

/** z + z³/3 + z⁵/(3·5) + … */
function series(z: number): number {
  let term = z
  let sum = z
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    term *= (z * z) / odd
    sum += term
  }
  return sum
}

/** 1/(z + 1/(z + 2/(z + 3/(z + …)))) */
function tail(z: number): number {
  let value = z
  for (let place = 120; place > 0; place--) value = z + place / value
  return 1 / value
}

/**
 * The value above which a share of the standard normal lies.
 * @param share in (0, 1)
 * @remarks Source: the rational approximation of P. J. Acklam (2003), relative error 1.15e-9, with one step of Halley's.
 */
export function valueAbove(share: number): number {
  if (share > 0.5) return -valueAbove(1 - share)
  const rough = -acklam(share)
  const error = share - above(rough)
  const step = error / density(rough)
  const value = rough - step / (1 + (rough * step) / 2)
  return Number.isFinite(value) ? value : rough
}

const a = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
] as const
const b = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1] as const
const c = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
] as const
const d = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1] as const

/** The quantile of a share up to one half. */
function acklam(share: number): number {
  if (share < 0.02425) {
    const q = Math.sqrt(-2 * log(share))
    return polynomial(c, q) / polynomial(d, q)
  }
  const q = share - 0.5
  return (polynomial(a, q * q) * q) / polynomial(b, q * q)
}

/** Coefficients from the highest power down. */
function polynomial(coefficients: readonly number[], at: number): number {
  return coefficients.reduce((sum, coefficient) => sum * at + coefficient, 0)
}
