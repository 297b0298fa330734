import type { Carrying, Sustained } from '#evidence'
import type { Diary, Request } from './diary.ts'

/**
 * How flows were served between two instants.
 * @param limit seconds without an entry of any kind, beyond which nobody is taken to have measured
 */
export function carriedBetween(
  from: number,
  to: number,
  flows: readonly string[],
  diary: Diary,
  limit: number,
): Omit<Sustained, 'wanted' | 'lasted'> {
  return {
    unmeasured: rounded(diary.silence(from, to, limit)),
    flows: flows.map((flow) =>
      served(
        flow,
        diary.requests(flow).filter(({ at }) => at >= from && at <= to),
      ),
    ),
  }
}

/** A pause counts from one success to the next, where something failed in between; nobody's silence is a failure. */
function served(flow: string, requests: readonly Request[]): Carrying {
  let longest = 0
  let since: number | undefined
  for (const { at, ok, latency } of requests) {
    if (!ok) since ??= at - latency
    if (since !== undefined) longest = Math.max(longest, at - since)
    if (ok) since = undefined
  }
  return {
    flow,
    requests: requests.length,
    failed: requests.filter(({ ok }) => !ok).length,
    longest: rounded(longest),
  }
}

function rounded(seconds: number): number {
  return Number(seconds.toFixed(3))
}
