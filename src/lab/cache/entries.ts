/** What a cache holds; instants are seconds of one clock, given by the caller. */
export interface Entries {
  /** What is there and not too old; from now on it is what was used last. */
  get(key: string, now: number): Buffer | undefined
  /** Where there is no room, what was not used for longest goes. */
  set(key: string, value: Buffer, until: number): void
  /** @returns whether it was there */
  remove(key: string): boolean
  empty(): void
  /** How many are not too old. */
  size(now: number): number
}

/** @param room how many it holds at most */
export function createEntries(room: number): Entries {
  // In the order of their last use, for a Map keeps the order in which keys were set.
  const held = new Map<string, { readonly value: Buffer; readonly until: number }>()
  return {
    get(key, now) {
      const entry = held.get(key)
      if (!entry) return undefined
      held.delete(key)
      if (entry.until <= now) return undefined
      held.set(key, entry)
      return entry.value
    },
    set(key, value, until) {
      held.delete(key)
      held.set(key, { value, until })
      for (const oldest of held.keys()) {
        if (held.size <= room) break
        held.delete(oldest)
      }
    },
    remove: (key) => held.delete(key),
    empty: () => held.clear(),
    size: (now) => [...held.values()].filter(({ until }) => until > now).length,
  }
}
