/** How long something lasts, in seconds, by one uniform number. */
export type Law =
  | { readonly kind: 'fixed'; readonly seconds: number }
  /** Fixed at p50 where p95 <= p50 or p50 is 0. */
  | { readonly kind: 'lognormal'; readonly p50: number; readonly p95: number }
  | { readonly kind: 'uniform'; readonly from: number; readonly to: number }

/**
 * How long something lasts, in seconds, for what no law says: noticing, people, what is under way. Asked once in a run,
 * when it begins.
 * @param u uniform in (0, 1)
 * @param start seconds on the run's clock
 * @returns ≥ 0; Infinity: for ever. The same for the same arguments.
 */
export type Lasts = (u: number, start: number) => number

export interface Node {
  /** Places of nodes, each lower than its own. */
  readonly needs: readonly number[]
  readonly lasts: Law | Lasts
  /** Place in `pools`; where it is left out it needs nobody. */
  readonly pool?: number
  /**
   * Attempts in all, ≥ 1; 1 where it is left out. Each takes the same time, whether it fails or not, and between two of
   * them others have its place in the pool.
   */
  readonly attempts?: number
  /** The chance that an attempt fails, 0 to 1; 0 where it is left out. */
  readonly failing?: number
  /** How long it waits before its second attempt, in seconds, ≥ 0; then double each time, up to half a minute. */
  readonly backoff?: number
  /**
   * The lower place that it stands in for: it begins only once that one has failed for good, and those who wait for that
   * one then wait for it. Several may stand in for one; then all of them do.
   */
  readonly insteadOf?: number
  /**
   * false: when it fails for good, nobody waits for it any more. true, and where it is left out: when it fails for good
   * and nothing stands in for it, all that needs it waits for ever.
   */
  readonly essential?: boolean
  /** It never begins before this, seconds; for a run under way. */
  readonly notBefore?: number
  /**
   * Since when it is under way, seconds. It waits for nothing, holds its place in its pool from the outset, and ends at
   * `begun` + `lasts(u, begun)`; give a `Lasts` that knows what has passed already.
   */
  readonly begun?: number
  /** When it was over, seconds: it takes no place in its pool, and it has not failed. */
  readonly ended?: number
}

/** People, or whatever else a node needs while it is under way; it has one of them to itself. */
export interface Pool {
  /** How many there are, ≥ 1. */
  readonly capacity: number
  /** `arrival`: first ready, first served, at one instant by place. `place`: of those that are ready the lowest place. */
  readonly order: 'arrival' | 'place'
  /**
   * How long until they have answered the first time in a run that they are called. A pool of which a node is under way,
   * or over, has answered.
   */
  readonly answers?: Lasts
}

/** Times runs of a network. Its arrays hold the run that was timed last, and are written over by the next. */
export interface Kernel {
  /**
   * Times a run: it depends on the seed and on the run's number only.
   * @param seed any number that is finite; its lowest 53 bits as an integer count
   * @param run whole, ≥ 0
   * @throws RangeError where a `Lasts` gives less than 0 or NaN: a bug of the caller
   */
  time(seed: number, run: number): void
  /** When each node first began, by place; Infinity: never, also of a fallback that was not needed. */
  readonly starts: Float64Array
  /** When its last attempt was over, whether it failed or not, by place; Infinity: never. */
  readonly stops: Float64Array
  /**
   * When those who wait for it waited no longer, by place: its success; where it failed for good, the last end of what
   * stood in for it; of a fallback that was not needed, the end of what it would have stood in for. Infinity: never.
   */
  readonly ends: Float64Array
  /** How many attempts have begun, by place; 0: it never began. */
  readonly tries: Int32Array
  /** The place whose stop was the end of a place: itself or what stood in for it; of several the last. -1: it has no end. */
  endedBy(place: number): number
  /**
   * The place whose stop let a place begin: of what it needs, or of what held its pool before; of equal ones the lowest.
   * -1: it began at the outset, when its `notBefore` came, or never.
   * @remarks It began at that very instant, unless it waited for its pool to answer: the gap is that wait, or the rest of
   * it where the pool had been called by another; then the cause is what let that other one begin.
   */
  causeOf(place: number): number
  /** The uniform number, in (0, 1), that decided how long a node takes; behind the nodes, how soon a pool answers. */
  draw(place: number): number
  /** A further uniform number of this run, in (0, 1), that no node or pool uses. @param stream whole, 0 to 2^31 - 1 */
  extra(stream: number): number
}
