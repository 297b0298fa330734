/** What is compared. `muster-unfenced` is Muster as it fails over without a witness. */
export const systemNames = ['patroni', 'pg-auto-failover', 'muster', 'muster-unfenced'] as const
export type SystemName = (typeof systemNames)[number]

export const settingsNames = ['default', 'tuned'] as const
export type SettingsName = (typeof settingsNames)[number]

/** `kill`: manager and server of the primary die at once. `partition`: the primary's line falls silent, and both live. */
export const faultNames = ['kill', 'partition'] as const
export type FaultName = (typeof faultNames)[number]

/** Where a write was taken. */
export type Side = 'east' | 'west'

/** One fault of one system under one settings. */
export interface Combination {
  readonly system: SystemName
  readonly settings: SettingsName
  readonly fault: FaultName
}

/** How soon a loss is noticed, in seconds; the words are Patroni's. */
export interface Pace {
  /** How long a leader that is silent stays the leader. */
  readonly ttl: number
  /** From one look, or sign of life, to the next. */
  readonly loop: number
  /** How long one question may stay without an answer. */
  readonly timeout: number
}

/** What came of one run; times in seconds. */
export interface Figures {
  /** The longest time without an acknowledged write, over all clients; absent where it did not end while watched. */
  readonly downtime?: number
  /** The same of the one client that waited longest. */
  readonly clientGap?: number
  /** From the fault until the standby was seen to have left recovery; absent where it never did. */
  readonly detect?: number
  /** Acknowledged writes that the server which serves in the end does not hold. */
  readonly lost: number
  readonly acknowledged: number
  /** Writes that the old primary took after the new one had acknowledged its first. */
  readonly splitWrites: number
  /** Acknowledged writes a second before the fault. */
  readonly writesPerSecond: number
}

/** One run as it is kept. */
export interface CompareRecord extends Combination, Figures {
  /** Of the way in which it was measured; records of another one do not count. */
  readonly method: number
  /** RFC 3339 in UTC, when the fault came. */
  readonly at: string
  readonly pace: Pace
  /** Milliseconds, one way. */
  readonly delay: number
  /** Of what was run, by name. */
  readonly versions: Readonly<Record<string, string>>
  /** Seconds that the run took as a whole. */
  readonly took: number
}
