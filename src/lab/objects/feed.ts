/** One change of an object, as the account wrote it down when the storage had it. */
export interface Change {
  /** From 1, without gaps, in the order in which the account acknowledged. */
  readonly number: number
  /** Seconds on the monotonic clock, when the storage had it. */
  readonly at: number
  readonly container: string
  readonly name: string
  readonly what: 'put' | 'removed'
  /** MD5 of the content that was put. */
  readonly md5?: string
  /** Under which name the content of before is kept; absent where there was none. */
  readonly kept?: string
}

/** How a container is brought back to a point. */
export interface Restorable {
  readonly name: string
  /** Where its content of that time is: under its own name still, or as a kept version. */
  readonly kept?: string
}

/** Where what an object held before is kept, beside the container; no key opens it for writing, and, where it is immutable, none for deleting. */
export function keptIn(container: string): string {
  return `${container}-versions`
}

/**
 * The first change that takes away or replaces what was there. The lab's services only ever add objects, so whoever made
 * that change was none of them.
 * @param changes in order of their numbers
 */
export function firstTrouble(changes: readonly Change[], container: string): Change | undefined {
  return changes.find((change) => change.container === container && change.kept !== undefined)
}

/**
 * What a container held just before a change, and where each content of then is found now.
 * @param changes in order of their numbers, from the first on
 * @param before the number of that change; all changes count where it is left out
 * @returns in order of names
 */
export function heldBefore(
  changes: readonly Change[],
  container: string,
  before = Number.POSITIVE_INFINITY,
): readonly Restorable[] {
  const held = new Map<string, Restorable>()
  for (const { number, container: where, name, what, kept } of changes) {
    if (where !== container) continue
    if (number < before) {
      if (what === 'put') held.set(name, { name })
      else held.delete(name)
      continue
    }
    const then = held.get(name)
    // The first change after the point says where the content of then went; later ones kept something newer.
    if (then && then.kept === undefined && kept !== undefined) held.set(name, { name, kept })
  }
  return [...held.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** How many objects were put into a container after a change, and are in no kept state of before. */
export function putSince(changes: readonly Change[], container: string, since: number): number {
  const earlier = new Set(
    changes.flatMap((one) => (one.container === container && one.number < since ? [one.name] : [])),
  )
  const later = changes.flatMap((one) =>
    one.container === container && one.number > since && one.what === 'put' && !earlier.has(one.name) ? [one.name] : [],
  )
  return new Set(later).size
}
