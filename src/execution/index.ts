/**
 * execution: what happens next in a run, and the driver that makes it happen.
 *
 * `decide(runbook, state)` is pure: no clock, no world, no chance. The local driver carries its commands out through
 * the ports `Action`, `Store` and `Clock`, and writes what happened to the journal before it goes on.
 */
export { systemClock } from './clock.ts'
export type { Command } from './decide.ts'
export { type Drive, drive } from './drive.ts'
export type {
  Action,
  ActionContext,
  Arguments,
  Clock,
  Endpoint,
  Lease,
  RunSummary,
  Signal,
  Store,
  World,
} from './ports.ts'
export { openSession, type Session } from './session.ts'
export { runView } from './view.ts'
