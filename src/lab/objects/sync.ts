/** A change that the other region does not have yet. */
export interface Pending {
  readonly container: string
  readonly name: string
  /** Seconds on the monotonic clock, when the storage had it. */
  readonly at: number
}

/**
 * Up to when the other region has everything: just before the oldest change that it lacks, or until now where it lacks
 * none. A change that is under way in the storage is acknowledged later than now, so it counts for nothing yet.
 * @param pending in any order
 * @returns seconds on the clock of `now`
 */
export function syncedUpTo(pending: readonly Pending[], now: number): number {
  return pending.reduce((oldest, { at }) => Math.min(oldest, at), now)
}

/**
 * What is to be sent now: what is older than the lag, oldest first, and of each object once, for only its last state is
 * sent. What is younger than the lag stays, also of an object that is sent: it is sent again when its time comes.
 * @param lag seconds, ≥ 0
 * @param most objects at once
 */
export function due(pending: readonly Pending[], now: number, lag: number, most: number): readonly Pending[] {
  const seen = new Set<string>()
  return pending
    .filter(({ at }) => at + lag <= now)
    .toSorted((a, b) => a.at - b.at)
    .filter(({ container, name }) => {
      const id = `${container}/${name}`
      return !seen.has(id) && seen.add(id)
    })
    .slice(0, most)
}

/**
 * What still lacks once a batch has arrived: every change of its objects that was there when the batch was read is in it.
 * @param readAt seconds: what was put later may not be in the batch
 */
export function without(pending: readonly Pending[], arrived: readonly Pending[], readAt: number): readonly Pending[] {
  const ids = new Set(arrived.map(({ container, name }) => `${container}/${name}`))
  return pending.filter(({ container, name, at }) => !ids.has(`${container}/${name}`) || at > readAt)
}
