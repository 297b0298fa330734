import type { FlowResult } from '#evidence'
import type { JournalRecord, Outcome } from '#journal'
import type { Plan } from '#plan'
import type { Runbook } from '#runbook'

/** One event of a run, as it is told. */
export interface Told {
  readonly record: JournalRecord
  /** Seconds since the run began, on the clock of whoever drove it. */
  readonly elapsed: number
  /** What it says; absent where it says nothing to people. */
  readonly what?: string
  /** Of an end: how long what ended was under way, in seconds. */
  readonly took?: number
}

/** What a review is drafted from: the run as it happened, and what was measured of it. */
export interface ReviewInput {
  readonly run: string
  readonly runbook: Runbook
  readonly subject: string
  readonly target: string
  readonly kind: 'drill' | 'realEvent'
  /** YYYY-MM-DD. */
  readonly date: string
  /** Absent while the run is open. */
  readonly outcome?: Outcome
  readonly reason?: string
  /** In order; never empty. */
  readonly events: readonly Told[]
  /** Absent where the run has no evidence. */
  readonly evidence?: {
    /** A sentence. */
    readonly verdict: string
    readonly flows: readonly FlowResult[]
    readonly deviations: readonly string[]
    readonly gaps: readonly string[]
  }
  /** For how long a step usually runs, in seconds: its 75th percentile. */
  readonly usual: Readonly<Record<string, number>>
  /** What the plan says is done afterwards; absent where the plan is not at hand or says nothing. */
  readonly afterwards?: Plan['postRecovery']
}
