import { median as middleOf } from '#units'

/** One figure of a benchmark, as every benchmark prints it. */
export interface Figure {
  readonly bench: string
  readonly measure: string
  readonly value: number
  readonly unit: string
  readonly against: string
  /** `value` divided by the rival's. */
  readonly ratio: number
}

export function print(figure: Figure): void {
  process.stdout.write(`${JSON.stringify(figure)}\n`)
}

/** The middle of values, or halfway between the two in the middle; no number of none. */
export function median(values: readonly number[]): number {
  return middleOf(values) ?? Number.NaN
}
