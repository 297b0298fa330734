/** Virtual time: what is to happen, in the order of its time, and at the same time in the order in which it was put in. */
export interface Queue {
  /** Seconds since the simulation began. */
  readonly now: number
  /** @param delay seconds from now, ≥ 0 */
  after(delay: number, what: () => void): void
  /** Lets the next thing happen. @returns whether there was one before that time */
  next(until: number): boolean
}

export function openQueue(): Queue {
  const heap: { readonly time: number; readonly order: number; readonly what: () => void }[] = []
  let now = 0
  let order = 0
  const isBefore = (a: number, b: number): boolean => {
    const [one, other] = [heap[a], heap[b]]
    if (!one || !other) return false
    return one.time < other.time || (one.time === other.time && one.order < other.order)
  }
  const swap = (a: number, b: number): void => {
    const kept = heap[a]
    heap[a] = heap[b] as (typeof heap)[number]
    heap[b] = kept as (typeof heap)[number]
  }
  return {
    get now() {
      return now
    },
    after(delay, what) {
      heap.push({ time: now + delay, order: order++, what })
      for (let at = heap.length - 1; at > 0; ) {
        const above = (at - 1) >> 1
        if (!isBefore(at, above)) break
        swap(at, above)
        at = above
      }
    },
    next(until) {
      const first = heap[0]
      if (!first || first.time > until) return false
      const last = heap.pop()
      if (last && heap.length > 0) {
        heap[0] = last
        for (let at = 0; ; ) {
          const [left, right] = [2 * at + 1, 2 * at + 2]
          const least = isBefore(right, left) ? right : left
          if (!isBefore(least, at)) break
          swap(at, least)
          at = least
        }
      }
      now = first.time
      first.what()
      return true
    },
  }
}
