/** No attempt waits longer than this for the one before it; the driver's limit, without the jitter that it adds. */
const longestBackoff = 30

/**
 * How long a node waits before its next attempt, in seconds.
 * @param first before the second attempt
 * @param failed how many have failed, ≥ 1
 */
export function waitAfter(first: number, failed: number): number {
  let wait = first
  for (let attempt = 1; attempt < failed && wait < longestBackoff; attempt++) wait *= 2
  return wait < longestBackoff ? wait : longestBackoff
}

/** @throws RangeError where what was asked gave what no time can be: a bug of whoever gave it */
export function asked(seconds: number): number {
  if (seconds >= 0) return seconds
  throw new RangeError(`Something lasts ${seconds} seconds. This is a bug in Muster.`)
}
