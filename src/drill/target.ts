import type { Inspection, LedgerCount, Measurements, Sustained } from '#evidence'
import type { World } from '#execution'
import type { Fault, Runbook } from '#runbook'
import type { Duration } from '#units'

/** Where a target stands, for `lab status` and for messages. */
export interface TargetStatus {
  readonly running: boolean
  /** The run that holds it, if any. */
  readonly claimedBy?: string
  /** RFC 3339 in UTC. */
  readonly since?: string
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
  /** Starts the environment for a run, or adopts the one that the run already holds. `say` gets lines of progress. */
  start(run: string, runbook: Runbook, say: (line: string) => void): Promise<void>
  /** Puts load on every flow, and waits until each has been served for the duration. */
  load(warmUp: Duration): Promise<void>
  /** Does what the fault says. @returns the fault's time in seconds on the target's monotonic clock */
  inject(key: string, fault: Fault): Promise<number>
  /**
   * Takes the cause away: lost regions answer again, empty of running services, their old data still on disk; a line
   * carries again; a management answers again. What was destroyed stays so.
   */
  heal(key: string, fault: Fault): Promise<void>
  /**
   * When a flow first was not served at or after the instant, as far as was seen; both in seconds on the target's clock.
   * There where people cause faults, who can only say afterwards when it was.
   */
  failedSince?(instant: number): number | undefined
  /** Whether every flow has met its level for its hold time since the instant; seconds on the target's clock. */
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
  /** Everything measured since `from` (seconds on the target's clock), with the ledgers given. */
  measurements(from: number, t0: number | undefined, ledgers: readonly LedgerCount[]): Promise<Measurements>
  /** Removes what was written to measure a run that is over. There where a target outlives its runs. */
  forget?(): Promise<void>
  /**
   * Stops and removes everything that was started for the run; resolves once no process, port or file of it is left. What
   * was there before stays.
   */
  stop(): Promise<void>
  status(): Promise<TargetStatus>
}
