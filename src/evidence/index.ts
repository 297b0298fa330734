/**
 * evidence: a run, judged.
 *
 * In: the runbook, the journal and what the target measured. Out: clocks, losses and verdicts, computed the same way
 * by whoever has the files; the files themselves, verifiable from their bytes; and the estimates that later forecasts
 * start from. Nothing here reads a file or a clock, and no figure is made up where none was measured.
 */
export { isWordOf } from './answers.ts'
export type { CacheSeen, CacheWindow, StoreSync } from './beside.ts'
export { estimates } from './estimates.ts'
export { type JudgedRun, type Rehearsal, evidenceFiles, jsonText } from './files.ts'
export type {
  CopySeen,
  DeploymentSeen,
  EntrySeen,
  Inspection,
  ProbeSeen,
  Proof,
  RegionSeen,
  ReplicationSeen,
  ServiceSeen,
  StoreSeen,
  VaultSeen,
  WaySeen,
} from './inspection.ts'
export { judge, judgement } from './judge.ts'
export type {
  Carrying,
  ClientSeries,
  ConflictsCounted,
  Estimate,
  Estimates,
  Evidence,
  FenceHeld,
  FlowResult,
  LedgerCount,
  LeftBehind,
  Measurements,
  PersonAnswer,
  Phases,
  Pinned,
  StaleUse,
  StepTiming,
  StoreWriters,
  Sustained,
  Throughput,
  Verdict,
  Writing,
} from './model.ts'
export { openingSteps } from './opening.ts'
export { type Outcome, type Outcomes, outcomes } from './outcomes.ts'
export { isMadeOf, type PartVersions } from './parts.ts'
export { questions } from './questions.ts'
export { inspected, proofs } from './proofs/index.ts'
export { student95, z95 } from './prediction.ts'
export { restoredAt } from './restoration.ts'
export { rounded } from './round.ts'
export { type Spread, type Spreads, spreads } from './spreads.ts'
export { beganAt } from './timeline.ts'
export { verifyEvidence } from './verify.ts'
export type { Walk, WalkStep, Who } from './walk.ts'
