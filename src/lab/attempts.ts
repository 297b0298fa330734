/** One request; instants are seconds on the monotonic clock. */
export interface Attempt {
  readonly key: string
  readonly amount: number
  readonly sentAt: number
  answeredAt?: number
  ok?: boolean
  committedAt?: number
  /** Where it was answered. */
  region?: string
  /** Whether what it read came from a cache; absent where none was asked. */
  hit?: boolean
  /** Where it was sent and when that was known, for a client that finds a region by name. */
  sentTo?: { readonly region: string; readonly at: number }
}

/** One who sends one request after the other. */
export interface Client {
  readonly flow: string
  readonly name: string
  /** The store that its writes go to; absent for readers. */
  readonly store?: string
  readonly attempts: Attempt[]
  /** Milliseconds from one request to the next, on average; more where the answer takes longer. */
  readonly period: number
  lastError?: string
}
