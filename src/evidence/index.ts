/**
 * evidence: a run, judged.
 *
 * In: the runbook, the journal and what the target measured. Out: clocks, losses and verdicts, computed the same way
 * by whoever has the files; and the estimates that later forecasts start from.
 */
export type {
  ClientSeries, Estimate, Estimates, Evidence, FlowResult, LedgerCount, Measurements, Phases, StepTiming, Verdict,
} from './model.ts'
