import { openAgenda } from './agenda.ts'
import type { Lengths } from './lengths.ts'
import { openQueues } from './queues.ts'
import { shareOf } from './random.ts'
import type { Shape } from './shape.ts'
import { openStanding } from './standing.ts'
import { coming, type State, settling, stopping } from './state.ts'
import { asked, waitAfter } from './waits.ts'

/**
 * Times runs of any network, event by event.
 * @param state what the runs are written into
 * @remarks Functions that are called for every event take whole numbers only: a time that is given to a function is
 * copied to the heap, and the time of the clock is not.
 */
export function openEvents(shape: Shape, lengths: Lengths, state: State): (words: Int32Array) => void {
  const {
    size,
    pool,
    notBefore,
    begun,
    ended,
    lasts,
    capacity,
    answers,
    backoff,
    isGiven,
    opening,
    dependents,
    isSwift,
  } = shape
  const { seconds, attempts, fails } = lengths
  const { clock, due, starts, ends, left, tries, next, came, heldBy, waitedFor } = state
  const { free, caller, answeredAt, releasedAt, releasedBy, isStirred } = state
  const agenda = openAgenda(due, shape.atOnce)
  const queues = openQueues(came, clock, shape.byPlace)
  /** What happens at one instant. */
  const together = new Int32Array(size + capacity.length)
  /** Pools in which a place may be given away, once all that happens at an instant has happened. */
  const stirred = new Int32Array(capacity.length)
  let stirredCount = 0
  let words: Int32Array = new Int32Array(0)

  const stir = (at: number): void => {
    if (isStirred[at] === 1) return
    isStirred[at] = 1
    stirred[stirredCount++] = at
  }
  const put = (what: number): void => {
    if ((due[what] as number) < Number.POSITIVE_INFINITY) agenda.put(what)
  }
  const begin = (place: number): void => {
    if (tries[place] === 0) {
      starts[place] = clock[0] as number
      const ask = lasts[place]
      if (ask !== undefined) seconds[place] = asked(ask(shareOf(words[place] as number), clock[0] as number))
    }
    tries[place] = (tries[place] as number) + 1
    next[place] = stopping
    due[place] = (clock[0] as number) + (seconds[place] as number)
    if (isSwift[place] === 1) ends[place] = due[place] as number
    put(place)
  }
  const call = (at: number, place: number): void => {
    caller[at] = place
    const answer = answers[at]
    if (answer === undefined) return
    due[size + at] = (clock[0] as number) + asked(answer(shareOf(words[size + at] as number), clock[0] as number))
    put(size + at)
  }
  /** It may begin, but for its pool. */
  const come = (place: number): void => {
    const at = pool[place] as number
    if (at < 0) return begin(place)
    due[place] = Number.POSITIVE_INFINITY
    queues.put(at, place)
    if (caller[at] === -1) call(at, place)
    else if ((free[at] as number) > 0) stir(at)
  }
  /** What it waited for in other nodes has happened. */
  const ready = (place: number): void => {
    // What is under way or over has its own time.
    if (isGiven[place] === 1) return
    if ((notBefore[place] as number) <= (clock[0] as number)) return come(place)
    next[place] = coming
    due[place] = notBefore[place] as number
    agenda.put(place)
  }
  const standing = openStanding(shape, state, ready)
  const release = (at: number, place: number): void => {
    free[at] = (free[at] as number) + 1
    if (releasedAt[at] !== clock[0]) {
      releasedAt[at] = clock[0] as number
      releasedBy[at] = place
    }
    if (!queues.isEmpty(at)) stir(at)
  }
  const stop = (place: number): void => {
    const at = pool[place] as number
    if (at >= 0) release(at, place)
    const count = tries[place] as number
    if (count < (attempts[place] as number)) {
      next[place] = coming
      due[place] = (clock[0] as number) + waitAfter(backoff[place] as number, count)
      agenda.put(place)
    } else if (fails[place] === 1) standing.fail(place)
    else standing.end(place)
  }
  const happen = (what: number): void => {
    if (what >= size) {
      free[what - size] = capacity[what - size] as number
      answeredAt[what - size] = clock[0] as number
      stir(what - size)
    } else if (next[what] === stopping) stop(what)
    else if (next[what] === settling) standing.end(what)
    else come(what)
  }
  /** Gives the free places of a pool to those whose turn it is. */
  const give = (at: number): void => {
    isStirred[at] = 0
    while ((free[at] as number) > 0 && !queues.isEmpty(at)) {
      const place = queues.take(at)
      free[at] = (free[at] as number) - 1
      if (tries[place] === 0 && (came[place] as number) < (clock[0] as number)) {
        if (releasedAt[at] === clock[0]) heldBy[place] = releasedBy[at] as number
        else if (answeredAt[at] === clock[0]) waitedFor[place] = at
      }
      begin(place)
    }
  }
  const giveAll = (): void => {
    for (let index = 0; index < stirredCount; index++) give(stirred[index] as number)
    stirredCount = 0
  }
  /** Puts down what is under way or over, and what waits for nothing. */
  const open = (): void => {
    for (let index = 0; index < opening.length; index++) {
      const place = opening[index] as number
      clock[0] = 0
      if (isGiven[place] === 0) ready(place)
      else if ((ended[place] as number) >= 0) over(place)
      else resume(place)
    }
    clock[0] = 0
    giveAll()
  }
  const over = (place: number): void => {
    starts[place] = ((begun[place] as number) >= 0 ? begun[place] : ended[place]) as number
    tries[place] = 1
    next[place] = settling
    due[place] = ended[place] as number
    // What was over at the outset counts before anything begins.
    if (due[place] === 0) standing.end(place)
    else agenda.put(place)
  }
  const resume = (place: number): void => {
    const at = pool[place] as number
    if (at >= 0) free[at] = (free[at] as number) - 1
    clock[0] = begun[place] as number
    begin(place)
  }
  /** Takes out all that comes at the instant of the clock, in the order of places, and lets it happen. */
  const happenTogether = (): void => {
    let count = 0
    for (let what = agenda.next(); what >= 0 && due[what] === clock[0]; what = agenda.next()) {
      agenda.take()
      let at = count++
      for (; at > 0 && (together[at - 1] as number) > what; at--) together[at] = together[at - 1] as number
      together[at] = what
    }
    for (let at = 0; at < count; at++) happen(together[at] as number)
    giveAll()
  }
  /** Begins what is plain: when it will end is known then. */
  const launch = (place: number): void => {
    const now = clock[0] as number
    const time = now + (seconds[place] as number)
    starts[place] = now
    due[place] = time
    ends[place] = time
    tries[place] = 1
    if (time < Number.POSITIVE_INFINITY) agenda.put(place)
  }
  const { first, all } = dependents
  /**
   * Goes from event to event. What is plain, and alone at its instant, is done here, for a call of each of the functions
   * above takes longer than that.
   */
  const follow = (): void => {
    for (let place = agenda.next(); place >= 0; place = agenda.next()) {
      const now = due[place] as number
      clock[0] = now
      agenda.take()
      const after = agenda.next()
      if (isSwift[place] === 0 || (after >= 0 && due[after] === now)) {
        agenda.put(place)
        happenTogether()
        continue
      }
      for (let at = first[place] as number, to = first[place + 1] as number; at < to; at++) {
        const other = all[at] as number
        const still = (left[other] as number) - 1
        left[other] = still
        if (still > 0) continue
        const its = pool[other] as number
        if (isSwift[other] === 0) ready(other)
        // Where another has come just now, the two are given places in their order.
        else if (its >= 0 && (free[its] === 0 || stirredCount > 0)) come(other)
        else {
          if (its >= 0) free[its] = (free[its] as number) - 1
          launch(other)
        }
      }
      const own = pool[place] as number
      if (own >= 0) {
        if (queues.isEmpty(own)) free[own] = (free[own] as number) + 1
        else {
          const other = queues.take(own)
          if (tries[other] === 0 && (came[other] as number) < now) heldBy[other] = place
          if (isSwift[other] === 1) launch(other)
          else begin(other)
        }
      }
      if (stirredCount > 0) giveAll()
    }
  }
  return (drawn) => {
    words = drawn
    state.clear()
    agenda.clear()
    queues.clear()
    stirredCount = 0
    open()
    follow()
  }
}
