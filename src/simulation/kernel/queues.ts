/** Who waits for each pool, in the order in which they get a place. */
export interface Queues {
  clear(): void
  isEmpty(pool: number): boolean
  /** Puts in a place that comes now. */
  put(pool: number, place: number): void
  /** Takes the one whose turn it is; there must be one. */
  take(pool: number): number
}

/**
 * @param came when each place came last
 * @param clock the time, which never goes back while somebody waits
 * @param byPlace by pool: 1 where the lowest place comes first, 0 where the first that came does
 */
export function openQueues(came: Float64Array, clock: Float64Array, byPlace: Uint8Array): Queues {
  const heads = new Int32Array(byPlace.length)
  const tails = new Int32Array(byPlace.length)
  const after = new Int32Array(came.length)
  const isBefore = (pool: number, one: number, other: number): boolean =>
    byPlace[pool] === 1 || came[one] === came[other] ? one < other : (came[one] as number) < (came[other] as number)
  const putInside = (pool: number, place: number): void => {
    let before = heads[pool] as number
    if (isBefore(pool, place, before)) {
      after[place] = before
      heads[pool] = place
      return
    }
    while (isBefore(pool, after[before] as number, place)) before = after[before] as number
    after[place] = after[before] as number
    after[before] = place
  }
  return {
    clear() {
      heads.fill(-1)
    },
    isEmpty: (pool) => (heads[pool] as number) < 0,
    put(pool, place) {
      came[place] = clock[0] as number
      if ((heads[pool] as number) < 0) heads[pool] = place
      else if (isBefore(pool, tails[pool] as number, place)) after[tails[pool] as number] = place
      else return putInside(pool, place)
      after[place] = -1
      tails[pool] = place
    },
    take(pool) {
      const first = heads[pool] as number
      heads[pool] = after[first] as number
      return first
    },
  }
}
