import type { JournalRecord, Outcome, StepStatus, Subject } from '#journal'

/** A run as it is shown: what its journal pins, what happened, and where its steps stand. */
export interface RunView {
  readonly run: string
  /** The plan's name. */
  readonly plan: string
  readonly scenario: string
  readonly direction: 'failover' | 'failback'
  readonly kind: 'drill' | 'realEvent'
  readonly subject: Subject
  readonly target: string
  /** Absent while the run is open. */
  readonly outcome?: Outcome
  /** RFC 3339 in UTC. */
  readonly startedAt: string
  /** Hash of the last record. */
  readonly head: string
  /** All of the run, in order; a list of runs needs none. */
  readonly records: readonly JournalRecord[]
  /** In runbook order. */
  readonly steps: ReadonlyArray<{
    readonly id: string
    readonly title: string
    readonly phase: string
    readonly state: StepStatus
    readonly attempts: number
    /** What it waits for, in words; absent where it waits for nothing. */
    readonly waitsFor?: string
  }>
}

/** The state of a run in a word: its outcome, or `open`. */
export function stateOf(view: RunView): Outcome | 'open' {
  return view.outcome ?? 'open'
}
