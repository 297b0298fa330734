import { exp } from './exponential.ts'
import { normalQuantile } from './quantile.ts'

/** Each octave of shares, from a half down, is cut into 2 to so many cells, with a cubic in each. */
const cellBits = 6
const cells = 2 ** cellBits
/** How many bits are left of a word with its first bit and those of its cell. */
const restBits = 31 - cellBits
const coefficients = coefficientsOf()

/**
 * The value of the standard normal below which the share of a word that was drawn lies.
 * @returns at most 4e-10 off, where the values of two words lie 5.8e-10 apart at least; it rises with the share
 * @remarks The lower half is tabulated. Hermite's cubics: values and slopes at the ends of a cell are right.
 */
export function drawnNormal(word: number): number {
  const upper = word >> 31
  // Twice the share of the half in which it lies, as a whole number: odd, and so never 0.
  const folded = ((word ^ upper) << 1) | 1
  const octave = Math.clz32(folded)
  const shifted = folded << octave
  const at = ((octave << cellBits) | ((shifted >>> restBits) & (cells - 1))) << 2
  const rest = shifted & (2 ** restBits - 1)
  const value =
    (coefficients[at] as number) +
    rest *
      ((coefficients[at + 1] as number) +
        rest * ((coefficients[at + 2] as number) + rest * (coefficients[at + 3] as number)))
  return (1 + 2 * upper) * value
}

function coefficientsOf(): Float64Array {
  const found = new Float64Array(32 * cells * 4)
  const unit = 2 ** -restBits
  for (let octave = 0; octave < 32; octave++) {
    const width = 2 ** -(2 + octave) / cells
    for (let cell = 0; cell < cells; cell++) {
      const [from, to] = [(cells + cell) * width, (cells + cell + 1) * width]
      const [low, high] = [normalQuantile(from), normalQuantile(to)]
      const [slope, slopeAfter] = [width * slopeAt(low), width * slopeAt(high)]
      const rise = high - low
      found.set(
        [
          low,
          slope * unit,
          (3 * rise - 2 * slope - slopeAfter) * unit ** 2,
          (slope + slopeAfter - 2 * rise) * unit ** 3,
        ],
        ((octave << cellBits) | cell) << 2,
      )
    }
  }
  return found
}

/** How steeply the quantile rises with the share where it has a value. */
function slopeAt(value: number): number {
  return Math.sqrt(2 * Math.PI) * exp((value * value) / 2)
}
