import type { Figures, Side } from './model.ts'

/** One write that a client tried; instants in seconds on the monotonic clock. */
export interface Attempt {
  readonly client: string
  readonly key: string
  readonly sentAt: number
  readonly answeredAt: number
  /** Where it was acknowledged; absent where it was not. */
  readonly by?: Side
  /** Whether the client goes to one server whatever happens, past the way that leads to the primary. */
  readonly pinned: boolean
}

/** What was seen of one run. */
export interface Seen {
  readonly attempts: readonly Attempt[]
  /** When the fault came. */
  readonly t0: number
  /** Until when it was watched. */
  readonly until: number
  /** Keys that the server holds which serves in the end. */
  readonly held: ReadonlySet<string>
  /** When the standby was first seen out of recovery. */
  readonly ledAt?: number
  /** From when on the clients counted as served, before the fault. */
  readonly began: number
}

/**
 * What a run came to.
 * @remarks Downtime is of the clients that are led to the primary; a pinned client is refused by a standby all the time.
 * Losses and split writes count for every client: who was promised a write is owed it.
 */
export function figuresOf({ attempts, t0, until, held, ledAt, began }: Seen): Figures {
  const taken = attempts.filter(({ by }) => by !== undefined).toSorted((a, b) => a.answeredAt - b.answeredAt)
  const led = taken.filter(({ pinned }) => !pinned)
  const clients = new Set(attempts.filter(({ pinned }) => !pinned).map(({ client }) => client))
  const gaps = [...clients].map((name) =>
    gapAfter(
      t0,
      until,
      led.filter(({ client }) => client === name),
    ),
  )
  const downtime = gapAfter(t0, until, led)
  const clientGap = gaps.some((gap) => gap === undefined) ? undefined : Math.max(...gaps.map((gap) => gap ?? 0))
  const first = taken.find(({ by }) => by === 'west')?.answeredAt ?? Number.POSITIVE_INFINITY
  const before = led.filter(({ answeredAt }) => answeredAt > began && answeredAt <= t0).length
  return {
    ...(downtime === undefined ? {} : { downtime: rounded(downtime) }),
    ...(clientGap === undefined || gaps.length === 0 ? {} : { clientGap: rounded(clientGap) }),
    ...(ledAt === undefined ? {} : { detect: rounded(ledAt - t0) }),
    lost: taken.filter(({ key }) => !held.has(key)).length,
    acknowledged: taken.length,
    splitWrites: taken.filter(({ by, sentAt }) => by === 'east' && sentAt > first).length,
    writesPerSecond: t0 > began ? rounded(before / (t0 - began)) : 0,
  }
}

/** Seconds without a success at the end of which nobody can say that it is over. */
const openEnd = 1

/**
 * The longest time between two successes of which the later came after the fault.
 * @param taken in order of `answeredAt`
 * @returns undefined where the last success is too long ago to say that the gap has ended, or there is none
 */
function gapAfter(t0: number, until: number, taken: readonly Attempt[]): number | undefined {
  const last = taken.at(-1)?.answeredAt
  if (last === undefined || last <= t0 || until - last > openEnd) return undefined
  return taken.reduce((longest, { answeredAt }, index) => {
    const earlier = taken[index - 1]?.answeredAt
    return earlier === undefined || answeredAt <= t0 ? longest : Math.max(longest, answeredAt - earlier)
  }, 0)
}

/** To a millisecond; what is finer is noise. */
function rounded(value: number): number {
  return Number(value.toFixed(3))
}
