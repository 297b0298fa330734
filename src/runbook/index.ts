/**
 * runbook: plan, scenario and direction compiled to steps. The only room that derives a step from a plan.
 *
 * In: a `Plan`. Out: a `Runbook`, self-contained, or the reason why there is none. Document, forecast, run and
 * evidence all read this one value, so they cannot disagree. Nothing here knows a target's address or the time.
 */
export { type Telling, wordsFor } from './announce.ts'
export { apart } from './apart.ts'
export { type Compiled, type CompileOptions, compileRunbook, runbookDigest } from './compile.ts'
export { leadingZone } from './entry.ts'
export { fittingFaults } from './fault.ts'
export { flowOnly } from './flow-only.ts'
export type {
  BreakGlass,
  Check,
  Direction,
  Effect,
  Fault,
  FaultKind,
  Limits,
  Mode,
  Person,
  Runbook,
  RunbookFlow,
  RunbookProbe,
  RunbookStore,
  Step,
  SystemComponent,
  Undo,
  Work,
} from './model.ts'
export { type Nobodys, nobodys } from './nobody.ts'
export { deciders, isAbsent, personOf, standIn } from './people.ts'
export { stepIn, stepsIn, undoOf } from './steps.ts'
export { takenBy } from './taken.ts'
