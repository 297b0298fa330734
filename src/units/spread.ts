/**
 * The least value that at least this share of all values does not exceed: the nearest rank, which is always one of them.
 * @param values in any order
 * @param share above 0, up to 1
 * @returns undefined of none
 */
export function quantile(values: readonly number[], share: number): number | undefined {
  // 0.07 of 100 is 7 and not the little more that binary fractions make of it.
  const rank = Math.ceil(Number((share * values.length).toPrecision(12)))
  return sortedOf(values)[Math.max(rank, 1) - 1]
}

/**
 * The middle of values, or halfway between the two in the middle.
 * @param values in any order; infinity stands for what is longer than all that is known
 * @returns undefined of none; infinity where one of the two in the middle is
 */
export function median(values: readonly number[]): number | undefined {
  const sorted = sortedOf(values)
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? undefined : (low + high) / 2
}

function sortedOf(values: readonly number[]): readonly number[] {
  return values.toSorted((a, b) => a - b)
}
