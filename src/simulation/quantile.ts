/** The values in rising order. */
export function sorted(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).sort()
}

/**
 * A quantile of a sample by linear interpolation between order statistics.
 * @param rising the sample in rising order, not empty
 * @param share 0 to 1
 * @remarks Type 7 of Hyndman and Fan, Sample Quantiles in Statistical Packages (1996). Exact: no sketch, no bins.
 */
export function quantile(rising: ArrayLike<number>, share: number): number {
  const place = (rising.length - 1) * share
  const below = Math.floor(place)
  const low = rising[below] ?? 0
  const high = rising[Math.min(below + 1, rising.length - 1)] ?? low
  return low + (high - low) * (place - below)
}
