import type { CacheSeen, CacheWindow } from '#evidence'
import { quantile } from '#units'

/** One read that asked a cache; instants and latency in seconds. */
export interface CachedRead {
  /** When it was answered. */
  readonly at: number
  readonly hit: boolean
  readonly latency: number
  readonly region: string
}

/** Seconds of each window. */
const width = 3

/**
 * What readers had of the cache just before the fault, from the first answer of another region on, when that one is
 * coldest, and at the end.
 * @param reads in any order
 * @param end of what was measured, on the same clock
 * @returns undefined where nobody asked a cache before the fault or at the end
 */
export function cacheSeen(
  component: string,
  reads: readonly CachedRead[],
  t0: number,
  end: number,
): CacheSeen | undefined {
  const sorted = reads.toSorted((a, b) => a.at - b.at)
  const within = (from: number) => sorted.filter(({ at }) => at >= from && at < from + width)
  const usual = within(t0 - width)
  const home = new Set(usual.map(({ region }) => region))
  const first = sorted.find(({ at, region }) => at > t0 && !home.has(region))
  const [before, after] = [windowOf(usual), windowOf(within(end - width))]
  if (!before || !after) return undefined
  const moved = first && windowOf(within(first.at))
  return { component, before, ...(moved ? { moved } : {}), after }
}

function windowOf(reads: readonly CachedRead[]): CacheWindow | undefined {
  if (reads.length === 0) return undefined
  const hits = reads.filter(({ hit }) => hit).length
  const latencies = reads.map(({ latency }) => latency)
  const at = (share: number) => quantile(latencies, share) ?? 0
  return { reads: reads.length, hits, hitRatio: hits / reads.length, latency: { p50: at(0.5), p95: at(0.95) } }
}
