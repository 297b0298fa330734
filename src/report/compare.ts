/** Median and worst of a figure; absent where it is not known of the middle, or of some, run. */
export interface CompareSpread {
  readonly median?: number
  readonly worst?: number
}

/** Which system, how it was set, and what happened to it. */
export interface CompareCombination {
  readonly system: string
  readonly settings: string
  readonly fault: string
}

/** What all runs of one combination have come to; times in seconds. */
export interface CompareRow extends CompareCombination {
  readonly runs: number
  /** Downtime of each run; one that never ended is left out. */
  readonly measured: readonly number[]
  /** The longest time without an acknowledged write, over all clients. */
  readonly downtime: CompareSpread
  /** The same of the client that waited longest. */
  readonly clientGap: CompareSpread
  /** From the fault until the standby was seen to lead. */
  readonly detect: CompareSpread
  /** Acknowledged writes that are not there in the end. */
  readonly lost: CompareSpread
  /** Of all runs together. */
  readonly acknowledged: number
  /** Runs in which the old primary took writes after the new one had taken some. */
  readonly splitBrain: number
  readonly splitWrites: CompareSpread
  /** Before the fault. */
  readonly writesPerSecond: CompareSpread
}

/** Muster's warm standby beside what does the same inside a region. */
export interface CompareView {
  readonly asked: readonly CompareCombination[]
  readonly rows: readonly CompareRow[]
  /** How much longer the downtime of Muster with a witness is, as a share of the other's; below 0 where it is shorter. */
  readonly overheads: ReadonlyArray<{
    readonly settings: string
    readonly fault: string
    readonly against: string
    readonly share: number
  }>
  readonly systems: ReadonlyArray<{
    readonly system: string
    readonly guarantees: string
    /** Whether it promises that never two sides take writes. */
    readonly fenced: boolean
    readonly lacks?: string
  }>
  /** Seconds. */
  readonly paces: Readonly<Record<string, { readonly ttl: number; readonly loop: number; readonly timeout: number }>>
  /** Of a line between two places, in milliseconds one way. */
  readonly delay: number
  readonly versions: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** How many runs of this call came to something. */
  readonly ran: number
  /** Those that came to nothing. */
  readonly troubles: ReadonlyArray<CompareCombination & { readonly why: string }>
  /** Runs that are kept and were measured in another way. */
  readonly outdated: number
}

/** What every comparison says beside its figures. */
export function compareCaveats({ delay }: Pick<CompareView, 'delay'>): readonly string[] {
  return [
    'The table ranks nobody, least of all by safety. A system that waits until the old primary can take no more writes is slower and rules out two primaries; one that does not wait is faster and does not.',
    'Inside a region Patroni and pg_auto_failover are the right tools, and a plan may use them. What is shown is what is paid for safety, and what Muster adds to it.',
    `Every line between two places takes ${delay}ms each way. Without one, "0 lost" would say nothing of asynchronous copies; with a kill alone it still says little, for what was sent before the server died arrives.`,
    'A partition lets the line of east fall silent in both directions and for good, while clients reach both sides. What east acknowledges until it steps down is lost where copies are asynchronous: who steps down later is down for a shorter time and loses more, so that the two are to be read together.',
    'The tuned ttl is below the least that Patroni documents, so that it is an experiment; nobody should run it because of this table. For pg_auto_failover the nearest settings were chosen, for it waits twice.',
    "The settings are equal but for one: Muster's runbook asks the witness every 0.1s whether the lease is over, whatever the loop is. Patroni's standby is woken by etcd at that moment; pg_auto_failover's monitor looks as often as it is set to. Without a witness Muster looks once every loop.",
    'One node stands in for each quorum: one etcd, one monitor, one witness. Its loss is not shown.',
    'A machine with other work slows everything down: runs of one table are taken in turns, and tables of different machines are not to be put beside each other.',
  ]
}
