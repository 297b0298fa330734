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

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  const upper = sorted[half] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2
}
