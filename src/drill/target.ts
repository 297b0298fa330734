import type { Inspection, LedgerCount, Measurements, PartVersions, Sustained } from '#evidence'
import type { World } from '#execution'
import type { Harm } from '#journal'
import type { Fault, Runbook } from '#runbook'
import type { Duration } from '#units'

/** Where a target stands, for `lab status` and for messages. */
export interface TargetStatus {
  readonly running: boolean
  /** The run that holds it, if any. */
  readonly claimedBy?: string
  /** RFC 3339 in UTC. */
  readonly since?: string
  /** As of a target's own. */
  readonly parts?: PartVersions
  readonly processes: ReadonlyArray<{
    readonly name: string
    readonly region?: string
    readonly pid: number
    readonly address?: string
    readonly alive: boolean
  }>
}

/**
 * An environment that can be hurt and measured.
 *
 * Every call is safe to repeat: after a crash of the caller, `start` with the same run adopts what is running, and
 * `inject` and `heal` with the same key do nothing twice.
 * Failures: `unreachable` (cannot be started or reached, with the last lines of the log that tells why), `busy`
 * (another run holds it, named).
 */
export interface Target extends World {
  readonly name: string
  /** Nothing of it is a system: what would be done is told, and there is nothing to measure. */
  readonly told?: true
  /** What of the runbook this target does not have, in sentences; they become gaps of the evidence. */
  lacks(runbook: Runbook): readonly string[]
  /** Once it is started: programs of the machine in place of a lab's own parts; undefined where there are none. */
  parts?(): PartVersions | undefined
  /** Starts the environment for a run, or adopts the one that the run already holds. `say` gets lines of progress. */
  start(run: string, runbook: Runbook, say: (line: string) => void): Promise<void>
  /**
   * Has made what a run needs and `stop` removes, where that lies outside: called once the run is on record, so that
   * whoever takes it up finds what to remove. Safe to repeat. @throws Failure `unreachable`
   */
  setUp?(runbook: Runbook): Promise<void>
  /** Whether what was set up may still be there. There where `setUp` is. */
  stands?(): boolean
  /** Puts load on every flow, and waits until each has been served for the duration. */
  load(warmUp: Duration): Promise<void>
  /** Does what the fault says. @returns the fault's time in seconds on the target's monotonic clock */
  inject(key: string, fault: Fault): Promise<number>
  /**
   * Whether a fault that was ordered may still be there, be it that nobody knows whether it came. There where a target
   * outlives its runs.
   */
  unmended?(): boolean
  /** What the fault that was injected last has done, as far as that was counted. There where a target counts it. */
  harm?(): readonly Harm[] | undefined
  /**
   * Takes the cause away: lost regions answer again, empty of running services, their old data still on disk; a line
   * carries again; a management answers again. What was destroyed stays so.
   */
  heal(key: string, fault: Fault): Promise<void>
  /**
   * When a flow first was not served at or after the instant, as far as was seen; both in seconds on the target's clock.
   * There where a fault comes from elsewhere.
   */
  failedSince?(instant: number): number | undefined
  /**
   * When flows began to go unserved by what a person was asked to make fail and said that they had, as far as was seen;
   * all in seconds on the target's clock. There where people cause faults, who can only say afterwards when it was.
   * @returns `isOpen: false` where it had passed by the time they said so, and another may still be seen
   */
  feltSince?(asked: number, said: number): { readonly at: number; readonly isOpen: boolean } | undefined
  /**
   * Whether every flow has met its level for its hold time since the instant, in seconds on the target's clock, and the
   * series of each client reaches to the end of that hold.
   */
  restoredSince(instant: number, runbook: Runbook): Promise<boolean>
  /**
   * The ledger of every write since the load began against the store that serves the component in that region, at one
   * consistent point. Writes still in flight are waited for, at most two seconds.
   * @param except keys that an earlier reconciliation has already counted as lost; they are left out of every figure
   * @param other a region that lived on apart: what it alone holds is `unreconciled` and not lost
   */
  reconcile(component: string, region: string, except: readonly string[], other?: string): Promise<LedgerCount>
  /** How the flows were served from one instant of the target's clock to another. There where a drill can go on for days. */
  carried?(from: number, to: number): Omit<Sustained, 'wanted' | 'lasted'>
  /** Looks at every part, as it is and not as it was told to be; absent where that cannot be done here. */
  inspect?(moment: Inspection['moment'], runbook: Runbook): Promise<Inspection>
  /**
   * Everything measured since `from`, with the ledgers given. All times in seconds on the target's clock.
   * @param began when customers began to go without: `t0`, or the beginning of a planned switch; undefined where nobody knows
   */
  measurements(
    from: number,
    t0: number | undefined,
    ledgers: readonly LedgerCount[],
    began?: number,
  ): Promise<Measurements>
  /**
   * Removes what was written to measure a run that is over. There where a target outlives its runs.
   * @returns what stays because nobody there removes it, in sentences
   */
  forget?(): Promise<readonly string[]>
  /** Whether something of that may still be there. There where `forget` is. */
  marked?(): boolean
  /**
   * Stops and removes everything that was started for the run; resolves once no process, port or file of it is left. What
   * was there before stays. @param runbook what the run was to carry out, also where this process has not started it
   */
  stop(runbook?: Runbook): Promise<void>
  status(): Promise<TargetStatus>
}
