import type { Progress, Signal } from '#execution'
import type { JournalRecord, NewEvent } from '#journal'
import type { Runbook } from '#runbook'
import type { Chance } from '../../src/execution/testing/chance.ts'
import type { Queue } from './queue.ts'
import type { SimulatedWorld } from './world.ts'

/** A machine, whose monotonic clock has a zero of its own. */
export interface Host {
  readonly name: string
  readonly zero: number
}

/** A process that drives the run, as `drive` and `openSession` do it, with time and chance in our hands. */
export interface Driver {
  readonly name: string
  readonly host: Host
  /** Still a process: not dead, not at its end. */
  readonly isAlive: boolean
  /** A process that stands still notices nothing. */
  readonly standsUntil: number
  standStill(seconds: number): void
  die(): void
  /** Somebody has sent a signal. */
  told(): void
}

/** How an append ends: as it should, with nothing stored, or with an error although everything was stored. */
export type Fate = 'stored' | 'lost' | 'stored unseen'

/** A store with one run, whose disk may fail. What it holds survives every driver. */
export interface SimulatedStore {
  readonly records: readonly JournalRecord[]
  /** Follows what is stored, for those who look from outside. */
  readonly progress: Progress
  readonly epoch: number
  readonly holder: Driver | undefined
  /** Records whose writer was told that they are stored, by sequence number. */
  readonly acknowledged: ReadonlyMap<number, string>
  append(expectedSeq: number, epoch: number, events: readonly NewEvent[], fate: Fate): readonly JournalRecord[]
  /** @throws Failure `busy` while another holder lives */
  take(driver: Driver, force: boolean): number
  /** @throws Failure `busy` where somebody else holds the run */
  renew(epoch: number): void
  send(signal: Signal): void
  signals(): readonly Signal[]
  settle(id: string): void
}

/** Where a driver can die: just before or just after something that lasts. */
export type Boundary = 'before write' | 'torn write' | 'after write' | 'before call' | 'after call' | 'after done'

/** Everything that one simulated run shares. */
export interface Simulation {
  readonly book: Runbook
  readonly chance: Chance
  readonly queue: Queue
  readonly store: SimulatedStore
  readonly world: SimulatedWorld
  /** Whether faults still happen. */
  faulty(): boolean
  /** Whether the driver dies here. */
  dies(where: Boundary): boolean
  /** Somebody sees that a driver is silent, and starts another one. */
  rival(): void
  /** A line of what happened; the same seed gives the same lines. */
  trace(line: string): void
  /** A rare thing was reached. */
  reached(what: string): void
  /** An invariant does not hold. */
  broken(invariant: string, why: string): void
}
