import type { Facts } from '#conditions'
import type { Json } from '#digest'
import type { JournalRecord, NewEvent } from '#journal'
import type { Effect, Runbook } from '#runbook'
import type { Duration } from '#units'

/** Time, as the impure rooms see it. `monotonic` is in seconds, has no fixed zero, and is shared by processes of one host. */
export interface Clock {
  /** Which monotonic clock this is: the same for all processes of one host until it starts anew. */
  readonly id: string
  /** Milliseconds since 1970 in UTC: for display, never for measuring. */
  now(): number
  monotonic(): number
  /** Resolves after the duration, or at once when the signal aborts. Never rejects. */
  sleep(duration: Duration, signal?: AbortSignal): Promise<void>
}

/** How a component is reached in a region, secrets resolved; never journalled, never logged. */
export interface Endpoint {
  /** `postgres://…` or `http://…` */
  readonly url: string
  /** An HTTP address that rebuilds, stops and starts the component there, with its bearer token; absent where a person must. */
  readonly manage?: { readonly url: string; readonly token: string }
  /** What must answer there; asserted by `postgres.identity` just before an act that relies on it. */
  readonly identity?: Identity
}

/** How a server is told from every other one. What is left out is not asserted. */
export interface Identity {
  /** Of PostgreSQL: the system identifier, in digits, which a server shares with its copies and with nobody else. */
  readonly system?: string
  /** The database's name. */
  readonly database?: string
  /** What the server itself says of its environment; PostgreSQL by its setting `muster.environment`. */
  readonly environment?: string
}

/** What an action may ask of the world it acts on. */
export interface World {
  /** @throws TerminalFailure where the target says nothing of that component in that region */
  endpoint(component: string, region: string): Endpoint
  /** The traffic manager's control address. @throws TerminalFailure where the target has none */
  traffic(): { readonly url: string; readonly token: string }
  /** Facts for conditions, as they are now; what cannot be learnt is left out. */
  facts(): Promise<Facts>
  /**
   * Why nothing may connect to an IP address, in a sentence, or undefined where it may. Asked about every address that
   * a name resolves to, just before connecting. A world without this rule may be reached anywhere.
   */
  refuses?(address: string): string | undefined
}

export interface ActionContext {
  readonly run: string
  readonly runbook: Runbook
  readonly step: string
  /** The same for every attempt of this step in this run; a keyed target drops repeats by it. */
  readonly key: string
  /** The lease under which this act happens; a target that checks refuses older ones. */
  readonly epoch: number
  readonly world: World
  readonly clock: Clock
  /** Aborts at the step's timeout and when the run stops. */
  readonly signal: AbortSignal
  /** A line for whoever watches; shown, not journalled. */
  say(line: string): void
}

/** Arguments as the runbook carries them. */
export type Arguments = Readonly<Record<string, string | number | boolean>>

/**
 * One way of acting.
 * `run` resolves with what was observed (journalled, shown to people, never a secret) and throws nothing but
 * `RetryableFailure` or `TerminalFailure`. `probe` is there exactly where `effect` is `probed`, changes nothing, and
 * tells whether the effect has happened.
 */
export interface Action {
  readonly use: string
  readonly effect: Effect
  /** @returns what is wrong with the arguments, in a sentence, or undefined */
  accepts(args: Arguments): string | undefined
  run(args: Arguments, context: ActionContext): Promise<Json>
  probe?(args: Arguments, context: ActionContext): Promise<'done' | 'notDone' | 'unknown'>
}

/** A lease that is taken by force: two people at least want it, and say why. */
export interface Force {
  readonly by: readonly string[]
  readonly reason: string
}

/** Who drives a run. `renewals` grows while the holder lives; a holder is judged dead by an observer's own clock. */
export interface Lease {
  readonly run: string
  /** Host, process and its start time. */
  readonly holder: { readonly host: string; readonly pid: number; readonly startedAt: string }
  readonly epoch: number
  readonly renewals: number
  /** When it was taken, RFC 3339 in UTC. */
  readonly since: string
}

/** What people ask of a run, by kind; what a kind needs besides is in its data. */
export type SignalKind =
  /** On a decision. */
  | 'approve'
  | 'reject'
  /** A person's step, or an open item: `comment` is what was seen, or what became of it. */
  | 'done'
  | 'claim'
  | 'note'
  /** Somebody who was called out is there. */
  | 'here'
  /** An open item; `comment` is its text, `data.owner` who is to settle it. */
  | 'item'
  /** Of a step in doubt: `data.answer` is `done` or `notDone`. */
  | 'resolve'
  | 'retry'
  | 'skip'
  | 'undo'
  /** Of the whole run. */
  | 'pause'
  | 'continue'
  /** `data.undo`: whether what was done is taken back. */
  | 'cancel'
  /** `data.mode` */
  | 'mode'
  /** `data.to`: the role that takes over. */
  | 'handover'
  /** `data.signatures`: by role, over the challenge. */
  | 'break-glass'

/** What another process asks of a run; it is acknowledged once it is stored, and used by the lease holder. */
export interface Signal {
  readonly id: string
  readonly run: string
  readonly kind: SignalKind
  readonly step?: string
  /** The role in which it is asked. */
  readonly by: string
  readonly comment?: string
  readonly data?: Readonly<Record<string, Json>>
  /** RFC 3339 in UTC. */
  readonly at: string
}

export interface RunSummary {
  readonly run: string
  readonly lastSeq: number
  readonly head: string
  readonly epoch: number
}

/**
 * Journals, leases and signals. Every promise resolves once the change is on stable storage.
 * Failures: `corrupt` where what is stored does not verify, `busy` where another epoch holds the run.
 */
export interface Store {
  /**
   * Appends events in order, all or none.
   * @returns the records written, chained
   * @throws Failure `busy` when the epoch is not the lease's or `expectedSeq` is not the last sequence number
   */
  append(
    run: string,
    expectedSeq: number,
    epoch: number,
    events: readonly NewEvent[],
  ): Promise<readonly JournalRecord[]>
  /** All records of a run in order; empty where there is no such run. Verifies the chain against the head. */
  read(run: string): Promise<readonly JournalRecord[]>
  /** Newest first. */
  runs(): Promise<readonly RunSummary[]>
  /**
   * Takes the run's lease with the next epoch.
   * @param force takes it from a holder that lives or may live: who wants it, and why. What that holder still appends is refused.
   * @throws Failure `busy` while its holder lives, naming who, where and since when
   */
  takeLease(run: string, force?: Force): Promise<Lease>
  renewLease(lease: Lease): Promise<Lease>
  releaseLease(lease: Lease): Promise<void>
  lease(run: string): Promise<Lease | undefined>
  send(signal: Signal): Promise<void>
  /** Signals of a run that no event answers yet, oldest first. */
  signals(run: string): Promise<readonly Signal[]>
  /** Marks a signal as answered; called after the event that answers it is appended. */
  settle(signal: string): Promise<void>
  /**
   * Keeps a journal that was written elsewhere, as a run of that name which nobody drives; all of it or nothing.
   * @throws Failure `corrupt` where its chain does not verify, `busy` where there is a run of that name with other records
   */
  keep(run: string, records: readonly JournalRecord[]): Promise<void>
  close(): Promise<void>
}
