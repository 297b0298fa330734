/** A number of seconds to the microsecond: what is written is short, and sums of written parts still add up. */
export function rounded(value: number): number {
  return Number(value.toFixed(6)) + 0
}
