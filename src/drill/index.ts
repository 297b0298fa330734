/**
 * drill: recover by the runbook, in a lab, on systems of a plan or at a table, and measure what it really took.
 *
 * In: runbooks, a target and a store. Out: judged evidence. A drill wraps the real runbook and adds nothing to it, so
 * that the path rehearsed is the path that will be walked.
 */
export { clearedUp } from './clearing.ts'
export type { Harm } from '#journal'
export { measured } from './measure.ts'
export type { Cause, Rehearsal } from './rehearsal.ts'
export type { Attendance, Call, Rung } from './calls.ts'
export { failbackRun, type Judged, type Rehearsed, rehearse } from './rehearse.ts'
export { tabletop, toldActions } from './tabletop.ts'
export { walkThrough } from './tabletop-walk.ts'
export { walked } from './tabletop-walked.ts'
export type { Target, TargetStatus } from './target.ts'
