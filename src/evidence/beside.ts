/** What readers had of a cache within a few seconds. */
export interface CacheWindow {
  readonly reads: number
  readonly hits: number
  /** Hits of all reads, 0 to 1. */
  readonly hitRatio: number
  /** Of hits and misses together, as clients saw it, in seconds. */
  readonly latency: { readonly p50: number; readonly p95: number }
}

/** A cache just before the fault, from the first answer of another region on, and at the end. */
export interface CacheSeen {
  readonly component: string
  readonly before: CacheWindow
  /** Absent where readers stayed where they were. */
  readonly moved?: CacheWindow
  readonly after: CacheWindow
}

/** What a store says itself of how far its copy had followed when that took over, beside what was lost. */
export interface StoreSync {
  readonly component: string
  /** How long before the fault its last sync time was, in seconds; below 0 where it came after it. */
  readonly behind: number
  /** How long before the fault the oldest lost write was committed, in seconds; absent where none is lost. */
  readonly oldestLost?: number
  /** Whether nothing is lost that the store says was copied. */
  readonly agrees: boolean
}
