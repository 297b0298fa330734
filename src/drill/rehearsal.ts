import type { Action, Clock, Command, Force, Store } from '#execution'
import type { JournalRecord, StoreLoss, Subject } from '#journal'
import type { Runbook } from '#runbook'
import { type Duration, seconds } from '#units'
import type { Attendance } from './calls.ts'
import type { Target } from './target.ts'

/** How often the target is asked how it stands. */
export const lookEvery = seconds(0.2)

/** Who hurts the target at the beginning of a drill. */
export type Cause =
  /** The target itself, by the runbook's fault, which it takes away again. */
  | { readonly by: 'target' }
  /** Nobody: nothing is hurt. */
  | { readonly by: 'nobody' }
  /** A person, who says so once it is done, and mends it. */
  | { readonly by: 'person'; readonly role: string; readonly what: string }

/** What a drill works with, and whom it tells. */
export interface Rehearsal {
  readonly run: string
  readonly failover: Runbook
  /** Absent where nothing leaves its place, or does not come back to it. */
  readonly failback?: Runbook
  readonly target: Target
  /** Whose recovery is rehearsed. */
  readonly subject: Subject
  readonly store: Store
  readonly clock: Clock
  readonly actions: ReadonlyMap<string, Action>
  /** Who causes the fault; the target where left out. */
  readonly cause?: Cause
  /** For how long the other side carries the load before the way back is gone; not at all where left out. */
  readonly sustain?: Duration
  /** The other side has carried the load for long enough, however long that was. */
  readonly goBack?: boolean
  /** Where an interrupted drill is left as it is, to be taken up again, and not cancelled. */
  readonly staysOpen?: boolean
  /** Who takes no part and how the others are called; everybody may answer, and nobody is called, where it is left out. */
  readonly attendance?: Attendance
  /** How long every flow is served before the fault. */
  readonly warmUp: Duration
  /**
   * For how long the target is left alone once everything is ready, before its fault; not at all where left out. What
   * comes before may set what is periodic in the system going anew, such as the shipping of a log.
   */
  readonly heldBack?: Duration
  /** Takes the drill from a holder that may still live. */
  readonly force?: Force
  /** Aborting it cancels the drill, or leaves it open; the target is stopped either way. */
  readonly signal: AbortSignal
  /** How much of each store would be lost now; asked where a person is to accept it. */
  losses(runbook: Runbook): Promise<readonly StoreLoss[]>
  /** For how long each step of a runbook usually runs, in seconds; one that nobody knows of is left out. */
  usual(runbook: Runbook): Readonly<Record<string, number>>
  /** Texts that must survive a crash of this process, by name. */
  readonly kept: { get(name: string): string | undefined; set(name: string, text: string): void }
  say(line: string): void
  watch(record: JournalRecord, runbook: Runbook): void
  asked(commands: readonly Extract<Command, { do: 'ask' }>[], runbook: Runbook): void
}

/** What measuring a run takes of that; a real run is measured in the same way. */
export type Measured = Pick<
  Rehearsal,
  'target' | 'clock' | 'kept' | 'say' | 'signal' | 'sustain' | 'goBack' | 'staysOpen'
> & {
  /** The fault, on the target's clock, where nobody injected it and it was seen. */
  readonly t0?: number
}
