import type { LedgerCount, Measurements } from '#evidence'
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
  /** Whether every flow has met its level for its hold time since the instant; seconds on the target's clock. */
  restoredSince(instant: number, runbook: Runbook): Promise<boolean>
  /**
   * The ledger of every write since the load began against the store that serves the component in that region, at one
   * consistent point. Writes still in flight are waited for, at most two seconds.
   * @param except keys that an earlier reconciliation has already counted as lost; they are left out of every figure
   * @param other a region that lived on apart: what it alone holds is `unreconciled` and not lost
   */
  reconcile(component: string, region: string, except: readonly string[], other?: string): Promise<LedgerCount>
  /** Everything measured since `from` (seconds on the target's clock), with the ledgers given. */
  measurements(from: number, t0: number | undefined, ledgers: readonly LedgerCount[]): Promise<Measurements>
  /** Stops and removes everything; resolves once no process, port or file of it is left. */
  stop(): Promise<void>
  status(): Promise<TargetStatus>
}
