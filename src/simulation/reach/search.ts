import type { Break, ObjectiveBreaks } from './model.ts'
import type { Board, Candidate } from './faults.ts'

/** The largest set that is looked for, and how many sets are tried for one objective before the search gives up. */
const largest = 3
const usualLimit = 20_000

/**
 * The smallest sets of faults with which a value passes its target, all of that size. Sizes are searched one after the
 * other, so that no part of a set found breaks the target too. What only takes longer adds no more to the whole than to
 * itself, so sets of such that cannot add enough are passed over.
 * @param limit sets that are tried at most; a search that was cut off says so and looks for no larger sets
 */
export function smallestBreaks(
  board: Board,
  target: number,
  limit: number = usualLimit,
): Pick<ObjectiveBreaks, 'breaks' | 'searched'> {
  const slow = board.candidates
    .filter(({ adds }) => adds !== undefined)
    .sort((a, b) => (b.adds as number) - (a.adds as number))
  const others = board.candidates.filter(({ adds }) => adds === undefined)
  let sets = 0
  let complete = true
  const breaks: Break[] = []
  /** What all of these come to; undefined where no more may be tried, or nobody can say. */
  const tried = (all: readonly Candidate[]): number | undefined => {
    if (sets >= limit) {
      complete = false
      return undefined
    }
    sets++
    return board.value(all.map(({ fault }) => fault))
  }
  const note = (all: readonly Candidate[], value: number): void => {
    breaks.push({
      size: all.length,
      failures: all.map(({ fault }) => fault),
      ...(value === Infinity ? {} : { value }),
      target,
    })
  }
  const withSlow = (all: readonly Candidate[], from: number, left: number, missing: number): void => {
    for (let one = from; one <= slow.length - left && complete; one++) {
      const most = slow.slice(one, one + left).reduce((sum, { adds }) => sum + (adds as number), 0)
      if (most <= missing) return
      const next = slow[one] as Candidate
      if (left > 1) withSlow([...all, next], one + 1, left - 1, missing - (next.adds as number))
      else {
        const value = tried([...all, next])
        if (value !== undefined && value > target) note([...all, next], value)
      }
    }
  }
  const withOthers = (all: readonly Candidate[], from: number, size: number): void => {
    const value = tried(all)
    if (value === undefined) return
    if (all.length === size) {
      if (value > target) note(all, value)
      return
    }
    withSlow(all, 0, size - all.length, target - value)
    for (let one = from; one < others.length && complete; one++)
      withOthers([...all, others[one] as Candidate], one + 1, size)
  }
  let upTo = 0
  for (let size = 1; size <= largest && breaks.length === 0 && complete; size++) {
    withOthers([], 0, size)
    upTo = size
  }
  return { breaks, searched: { sets, upTo, complete } }
}
