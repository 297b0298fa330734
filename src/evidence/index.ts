/**
 * evidence: a run, judged.
 *
 * In: the runbook, the journal and what the target measured. Out: clocks, losses and verdicts, computed the same way
 * by whoever has the files; the files themselves, verifiable from their bytes; and the estimates that later forecasts
 * start from. Nothing here reads a file or a clock, and no figure is made up where none was measured.
 */
export { estimates } from './estimates.ts'
export { type JudgedRun, type Rehearsal, evidenceFiles, jsonText } from './files.ts'
export { judge, judgement } from './judge.ts'
export type {
  ClientSeries,
  Estimate,
  Estimates,
  Evidence,
  FlowResult,
  LedgerCount,
  Measurements,
  Phases,
  StepTiming,
  StoreWriters,
  Throughput,
  Verdict,
  Writing,
} from './model.ts'
export { openingSteps } from './opening.ts'
export { z95 } from './prediction.ts'
export { restoredAt } from './restoration.ts'
export { rounded } from './round.ts'
export { verifyEvidence } from './verify.ts'
