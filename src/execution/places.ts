/** A set of places in a runbook that is gone through in runbook order. */
export interface Places extends Iterable<number> {
  readonly size: number
  has(place: number): boolean
  /** Puts a place in, or takes it out. */
  note(place: number, isIn: boolean): void
}

/**
 * An empty set of places. It is kept in order as it changes: sorting thousands anew after every event would be the
 * slowest part of a run.
 */
export function openPlaces(): Places {
  const inside: boolean[] = []
  const list: number[] = []
  return {
    get size() {
      return list.length
    },
    has: (place) => inside[place] === true,
    note(place, isIn) {
      if ((inside[place] === true) === isIn) return
      inside[place] = isIn
      const at = indexOf(list, place)
      if (isIn) list.splice(at, 0, place)
      else list.splice(at, 1)
    },
    [Symbol.iterator]: () => list.values(),
  }
}

/** Where the place is in an ordered list, or would be. */
function indexOf(list: readonly number[], place: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle] as number) < place) low = middle + 1
    else high = middle
  }
  return low
}
