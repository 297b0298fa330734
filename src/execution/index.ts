/**
 * execution: what happens next in a run, and the driver that makes it happen.
 *
 * `decide(runbook, state)` is pure: no clock, no world, no chance. The local driver carries its commands out through
 * the ports `Action`, `Store` and `Clock`, and writes what happened to the journal before it goes on.
 */
export { systemClock } from './clock.ts'
export { type Asked, type Command, intentsOf } from './command.ts'
export { decide } from './decide.ts'
export { drive } from './drive.ts'
export type { Drive } from './given.ts'
export { answerChallenge, glassChallenge, isSignedBy, toSpoken } from './keys.ts'
export type {
  Action,
  ActionContext,
  Arguments,
  Clock,
  Endpoint,
  Force,
  Identity,
  Lease,
  RunSummary,
  Signal,
  SignalKind,
  Store,
  World,
} from './ports.ts'
export { openProgress, type Progress } from './progress.ts'
export { openSession, type Session } from './session.ts'
export { runView } from './view.ts'
