/**
 * diagnostics: a problem as data.
 *
 * Whoever finds trouble in what a user wrote returns a `Problem`; prose with code frames is made last, by `report`.
 * A problem is never thrown, and every place in a plan can be named by one.
 */
export { type Place, type Problem, type Severity, byPlace, nearest } from './problem.ts'
export { Failure, type FailureKind, RetryableFailure, TerminalFailure } from './failure.ts'
