/** How much is let through. */
export interface GateSettings {
  /** Requests, on average. */
  readonly perSecond: number
  /** Requests that may come at once after a rest. */
  readonly burst: number
  /** Seconds that a request waits for its turn at most; one that would wait longer is turned away at once. */
  readonly longestWait: number
}

/**
 * Lets requests through at a steady rate.
 * @returns a function that takes the time in seconds, never going back, and tells for how many seconds the request has
 *   to wait, or undefined where it is turned away
 */
export function createGate({ perSecond, burst, longestWait }: GateSettings): (now: number) => number | undefined {
  /** When the next one would begin if none had rested. */
  let due = Number.NEGATIVE_INFINITY
  return (now) => {
    const begins = Math.max(due, now - burst / perSecond)
    const wait = Math.max(0, begins - now)
    if (wait > longestWait) return undefined
    due = begins + 1 / perSecond
    return wait
  }
}
