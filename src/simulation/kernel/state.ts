import type { Shape } from './shape.ts'

/** How the run that is being timed stands. All of it lies in two blocks, so that a run begins with two copies. */
export interface State {
  /** Seconds of the run: one number, in a list because that is never copied to the heap. */
  readonly clock: Float64Array
  /** When what is to come to a node comes, by place; then when the answer of a pool does, by pool. */
  readonly due: Float64Array
  /** The times of a node, by place, as in `Kernel`; the last thing that comes to it is that it stops. */
  readonly starts: Float64Array
  readonly stops: Float64Array
  readonly ends: Float64Array
  readonly tries: Int32Array
  /** What is to come to it, by place: `stopping`, `coming` or `settling`. */
  readonly next: Int32Array
  /** How many it waits for: its needs, and what it stands in for. */
  readonly left: Int32Array
  readonly hasFailed: Int32Array
  /** When it had all that it waits for but its pool, where it has one. */
  readonly came: Float64Array
  /** The place whose stop is its end, where it has one. */
  readonly endedBy: Int32Array
  /** The place that held its pool while it waited; -1: none. */
  readonly heldBy: Int32Array
  /** The pool whose answer it waited for; -1: none. */
  readonly waitedFor: Int32Array
  /** By pool: how many more can begin; none before it has answered. */
  readonly free: Int32Array
  /** By pool: the place that called it first. -1: none; -2: it needs no call. */
  readonly caller: Int32Array
  readonly answeredAt: Float64Array
  /** When somebody gave it back last, and the first of those who did then. */
  readonly releasedAt: Float64Array
  readonly releasedBy: Int32Array
  /** Whether its free places are to be given away. */
  readonly isStirred: Int32Array
  /** Makes it the state of a run that has not begun. */
  clear(): void
}

/** What is to come to a node: its attempt stops, it may begin, it is over as the caller has said. */
export const [stopping, coming, settling] = [0, 1, 2] as const

export function openState(shape: Shape): State {
  const { size, capacity, isHere } = shape
  const pools = capacity.length
  const numbers = new Float64Array(3 * size + 3 * pools)
  const words = new Int32Array(7 * size + 4 * pools)
  let [number, word] = [0, 0]
  const double = (length: number): Float64Array => numbers.subarray(number, (number += length))
  const int = (length: number, first: (at: number) => number): Int32Array => {
    const list = words.subarray(word, (word += length))
    for (let at = 0; at < length; at++) list[at] = first(at)
    return list
  }
  const nothing = (): number => 0
  const none = (): number => -1
  const due = double(size + pools)
  const state = {
    clock: new Float64Array(1),
    came: new Float64Array(size),
    due,
    starts: double(size),
    stops: due.subarray(0, size),
    ends: double(size),
    answeredAt: double(pools),
    releasedAt: double(pools),
    tries: int(size, nothing),
    next: int(size, () => stopping),
    left: int(size, (place) => shape.waits[place] as number),
    hasFailed: int(size, nothing),
    endedBy: int(size, (place) => place),
    heldBy: int(size, none),
    waitedFor: int(size, none),
    free: int(pools, (pool) => (isHere[pool] === 1 ? (capacity[pool] as number) : 0)),
    caller: int(pools, (pool) => (isHere[pool] === 1 ? -2 : -1)),
    releasedBy: int(pools, none),
    isStirred: int(pools, nothing),
  }
  const atFirst = words.slice()
  return {
    ...state,
    clear() {
      numbers.fill(Number.POSITIVE_INFINITY)
      words.set(atFirst)
    },
  }
}
