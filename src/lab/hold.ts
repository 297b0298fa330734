/** One request by the time its answer came or was given up, in seconds. */
export interface Answered {
  readonly at: number
  readonly ok: boolean
}

/**
 * The first success after an instant from which on the share of successes is held for the hold time.
 * @param requests of one client, in order of `at`
 * @param success share of requests that must succeed within the hold, 0 to 1
 * @param hold seconds
 * @param now seconds on the same clock; a hold that is not over yet does not count
 * @returns when that hold began, or undefined where there is none
 */
export function holdBegins(
  requests: readonly Answered[],
  instant: number,
  success: number,
  hold: number,
  now: number,
): number | undefined {
  let end = 0
  let succeeded = 0
  for (const [start, { at, ok }] of requests.entries()) {
    if (at + hold > now) return undefined
    for (; end < requests.length && (requests[end]?.at ?? 0) <= at + hold; end++) if (requests[end]?.ok) succeeded++
    if (ok && at > instant && succeeded >= success * (end - start)) return at
    if (ok) succeeded--
  }
  return undefined
}
