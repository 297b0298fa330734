import type { RunbookFlow } from '#runbook'
import type { ClientSeries } from './model.ts'

/**
 * When a client was served again: the time of the first success from which on, for the hold time, the share of its
 * requests that succeeded is at least the level's.
 * @param t0 seconds on the clock of the series
 * @returns seconds on that clock, ≥ t0; t0 itself for a client that never failed after it; undefined where no such
 * success is known, also because the series ends before its hold does
 * @remarks A failed request counts in every hold during which it was waiting, however late its error came: a client
 * that hangs is not served. So a success that was in flight at t0 does not pass for a recovery. Never throws.
 */
export function restoredAt(series: ClientSeries, t0: number, level: RunbookFlow['level']): number | undefined {
  const after = series.requests.filter((request) => request.at >= t0)
  const last = after.at(-1)?.at
  if (last === undefined) return undefined
  const failed = after.filter((request) => !request.ok)
  if (failed.length === 0) return last >= t0 + level.hold ? t0 : undefined
  const served = after.filter((request) => request.ok).map((request) => request.at)
  const ends = failed.map((request) => request.at)
  const begins = failed.map((request) => request.at - request.latency).sort((a, b) => a - b)
  // All three lists rise with time, and so does the window: each is walked once.
  let [ended, begun, answered] = [0, 0, 0]
  for (const [index, from] of served.entries()) {
    const to = from + level.hold
    if (to > last) return undefined
    while (ended < ends.length && (ends[ended] ?? 0) < from) ended++
    while (begun < begins.length && (begins[begun] ?? 0) <= to) begun++
    while (answered < served.length && (served[answered] ?? 0) <= to) answered++
    const good = answered - index
    const bad = begun - ended
    if (good >= level.success * (good + bad) - 1e-9) return from
  }
  return undefined
}

/**
 * How far a time may be off that a client shows who asks now and then: how often it asks, or the longest time in which
 * it did not, if that is longer, from t0 until it had been served for its hold. In such a time it could have been served
 * or not, and nobody would know.
 * @param restored what `restoredAt` or `settledAt` found
 * @returns seconds, > 0; undefined for a client that asks so often that it makes no difference
 */
export function inexactness(
  { every, requests }: ClientSeries,
  t0: number,
  restored: number,
  { hold }: RunbookFlow['level'],
): number | undefined {
  if (every === undefined) return undefined
  const until = restored + hold
  const asked = requests
    .filter(({ at }) => at >= t0)
    .map(({ at, latency }) => ({ from: at - latency, at }))
    .sort((a, b) => a.from - b.from)
  let longest = every
  let heard = t0
  for (const { from, at } of asked) {
    if (heard >= until) break
    longest = Math.max(longest, from - heard)
    heard = Math.max(heard, at)
  }
  return longest
}

/**
 * When a client that nobody was to restore was undisturbed again: the time of the first success after the last hold in
 * which the share of its requests that succeeded was below the level's.
 * @returns as `restoredAt`; t0 where no hold was below the level
 * @remarks `restoredAt` finds the first recovery, which is what somebody worked for. Here nobody did, so a disturbance
 * that came late, or came again, counts as much as the first. Never throws.
 */
export function settledAt(series: ClientSeries, t0: number, level: RunbookFlow['level']): number | undefined {
  const after = series.requests.filter((request) => request.at >= t0)
  const last = after.at(-1)?.at
  if (last === undefined) return undefined
  const failed = after.filter((request) => !request.ok)
  const served = after.filter((request) => request.ok).map((request) => request.at)
  const ends = failed.map((request) => request.at)
  const begins = failed.map((request) => request.at - request.latency).sort((a, b) => a - b)
  let [ended, begun, answered, first] = [0, 0, 0, 0]
  let settled: number | undefined = t0
  for (const from of [t0, ...served]) {
    const to = from + level.hold
    while (first < served.length && (served[first] ?? 0) < from) first++
    while (ended < ends.length && (ends[ended] ?? 0) < from) ended++
    while (begun < begins.length && (begins[begun] ?? 0) <= to) begun++
    while (answered < served.length && (served[answered] ?? 0) <= to) answered++
    const good = Math.max(0, answered - first)
    const bad = Math.max(0, begun - ended)
    const below = good < level.success * (good + bad) - 1e-9
    if (below) settled = undefined
    else settled ??= from
  }
  return settled === undefined || settled + level.hold > last ? undefined : settled
}
