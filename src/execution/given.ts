import type { StoreLoss } from '#journal'
import type { Runbook } from '#runbook'
import type { Command } from './command.ts'
import type { Action, Clock, Store, World } from './ports.ts'
import type { Session } from './session.ts'

/** What the local driver works with. */
export interface Drive {
  readonly session: Session
  readonly runbook: Runbook
  readonly store: Store
  readonly clock: Clock
  readonly world: World
  /** By name. */
  readonly actions: ReadonlyMap<string, Action>
  /** How much of each store would be lost now; what cannot be learnt says so. */
  losses(): Promise<readonly StoreLoss[]>
  /** Aborting it starts no new step, aborts those under way, and ends the drive without an outcome. */
  readonly signal: AbortSignal
  /** Called when the run waits for people and when what it waits for changes. */
  asked(commands: readonly Extract<Command, { do: 'ask' }>[]): void
  /** A line from an action for whoever watches. */
  say(step: string, line: string): void
}
