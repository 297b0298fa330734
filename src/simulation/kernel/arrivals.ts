import type { Lengths } from './lengths.ts'
import { shareOf } from './random.ts'
import type { Shape } from './shape.ts'
import type { State } from './state.ts'
import { asked } from './waits.ts'

/**
 * Times a run of a network in which pools serve whoever came first, and nothing fails, stands in or is under way: each
 * node is settled for good as its turn comes in the order of arrival, for whoever comes later comes behind it.
 * @returns false where that order is not known, because something that lasts no time has ended while others came at the
 * same instant: the run has to be timed by its events then
 * @remarks Times are not given to functions here: they would be copied to the heap.
 */
export function openArrivals(shape: Shape, lengths: Lengths, state: State): (words: Int32Array) => boolean {
  const { size, opening, lasts } = shape
  const { seconds } = lengths
  const { starts, stops, ends, tries, came } = state
  const { first, all, waits } = closeDependents(shape)
  const { firstMember, lastMember, members } = membersOf(shape)
  /** How many it waits for still. */
  const left = new Int32Array(waits.length)
  /** When each member of a pool is free, in rising order; pool after pool. */
  const free = new Float64Array(members)
  /** Who has come, the earliest first, of equal ones the lowest place first. */
  const list = new Int32Array(size)
  return (words) => {
    came.fill(0)
    left.set(waits)
    free.fill(0)
    tries.fill(1)
    list.set(opening)
    let head = 0
    let tail = opening.length
    let lastAsked = -1
    while (head < tail) {
      const place = list[head] as number
      const now = came[place] as number
      head++
      let at = firstMember[place] as number
      let end = 0
      if (at < 0) {
        const ask = lasts[place]
        if (ask === undefined) end = now + (seconds[place] as number)
        else {
          // Who is asked first may matter to who is asked then.
          if (now === lastAsked) return false
          lastAsked = now
          end = now + asked(ask(shareOf(words[place] as number), now))
        }
        if (end === now && head < tail && came[list[head] as number] === now) return false
        starts[place] = now
      } else {
        const last = lastMember[place] as number
        const begin = free[at] as number
        const start = begin > now ? begin : now
        end = start + (seconds[place] as number)
        for (; at < last && (free[at + 1] as number) < end; at++) free[at] = free[at + 1] as number
        free[at] = end
        starts[place] = start
      }
      stops[place] = end
      ends[place] = end
      if (end === Number.POSITIVE_INFINITY) continue
      for (let next = first[place] as number, to = first[place + 1] as number; next < to; next++) {
        const other = all[next] as number
        let time = came[other] as number
        if (end > time) {
          time = end
          came[other] = end
        }
        const still = (left[other] as number) - 1
        left[other] = still
        if (still > 0) continue
        let turn = tail++
        for (; turn > head; turn--) {
          const before = list[turn - 1] as number
          const its = came[before] as number
          if (its < time || (its === time && before < other)) break
          list[turn] = before
        }
        list[turn] = other
      }
    }
    if (tail < size) for (let place = 0; place < size; place++) if ((left[place] as number) > 0) never(place)
    return true
  }

  function never(place: number): void {
    starts[place] = Number.POSITIVE_INFINITY
    stops[place] = Number.POSITIVE_INFINITY
    ends[place] = Number.POSITIVE_INFINITY
    tries[place] = 0
  }
}

interface Dependents {
  readonly first: Int32Array
  readonly all: Int32Array
  /** By place: of how many others it is a dependent. */
  readonly waits: Int32Array
}

/** Who waits for each node that waits for nobody behind it too: of what one needs, what the others need is over before. */
function closeDependents({ size, needs }: Shape): Dependents {
  const found: number[][] = Array.from({ length: size }, () => [])
  const waits = new Int32Array(size)
  /** By place: the bits of all places that are over before it begins. */
  const before: bigint[] = []
  for (let place = 0; place < size; place++) {
    const own = needs.all.subarray(needs.first[place], needs.first[place + 1])
    const further = own.reduce((bits, need) => bits | (before[need] as bigint), 0n)
    before.push(own.reduce((bits, need) => bits | (1n << BigInt(need)), further))
    const close = own.filter((need) => ((further >> BigInt(need)) & 1n) === 0n)
    for (const need of close) found[need]?.push(place)
    waits[place] = close.length
  }
  const first = new Int32Array(size + 1)
  for (const [place, list] of found.entries()) first[place + 1] = (first[place] as number) + list.length
  return { first, all: Int32Array.from(found.flat()), waits }
}

interface Members {
  /** By place: where the first and the last member of its pool lie; -1: it waits for none. */
  readonly firstMember: Int32Array
  readonly lastMember: Int32Array
  /** How many there are in all pools that somebody waits for. */
  readonly members: number
}

function membersOf({ size, pool, capacity }: Shape): Members {
  const firstMember = new Int32Array(size).fill(-1)
  const lastMember = new Int32Array(size).fill(-1)
  let members = 0
  for (const [own, count] of capacity.entries()) {
    if (!pool.includes(own)) continue
    for (const [place, its] of pool.entries()) {
      if (its !== own) continue
      firstMember[place] = members
      lastMember[place] = members + count - 1
    }
    members += count
  }
  return { firstMember, lastMember, members }
}
