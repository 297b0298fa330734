/** What is to come in a run, in the order in which it is due. */
export interface Agenda {
  clear(): void
  /** @returns what comes next, -1: nothing */
  next(): number
  put(what: number): void
  /** Takes what comes next; there must be something. Of what is due together any may come first. */
  take(): number
}

/** Up to how many things a list that is kept in order is faster than a heap; measured. */
const longestList = 16

/**
 * @param due when each thing is due; it must not change while the thing is on the agenda
 * @param most how many there can be at once
 */
export function openAgenda(due: Float64Array, most: number): Agenda {
  return most <= longestList ? openList(due, most) : openHeap(due, most)
}

/** A list in falling order. */
function openList(due: Float64Array, most: number): Agenda {
  const list = new Int32Array(most)
  let count = 0
  return {
    clear() {
      count = 0
    },
    next: () => (count === 0 ? -1 : (list[count - 1] as number)),
    put(what) {
      const time = due[what] as number
      let at = count++
      for (; at > 0 && (due[list[at - 1] as number] as number) < time; at--) list[at] = list[at - 1] as number
      list[at] = what
    },
    take: () => list[--count] as number,
  }
}

/** A binary heap: what is at `at` is due no later than what is at 2 at + 1 and 2 at + 2. */
function openHeap(due: Float64Array, most: number): Agenda {
  const heap = new Int32Array(most)
  let count = 0
  return {
    clear() {
      count = 0
    },
    next: () => (count === 0 ? -1 : (heap[0] as number)),
    put(what) {
      const time = due[what] as number
      let at = count++
      while (at > 0) {
        const above = (at - 1) >> 1
        if ((due[heap[above] as number] as number) <= time) break
        heap[at] = heap[above] as number
        at = above
      }
      heap[at] = what
    },
    take() {
      const first = heap[0] as number
      const what = heap[--count] as number
      const time = due[what] as number
      let at = 0
      for (let below = 1; below < count; below = 2 * at + 1) {
        const isRight =
          below + 1 < count && (due[heap[below + 1] as number] as number) < (due[heap[below] as number] as number)
        if (isRight) below++
        if (time <= (due[heap[below] as number] as number)) break
        heap[at] = heap[below] as number
        at = below
      }
      heap[at] = what
      return first
    },
  }
}
