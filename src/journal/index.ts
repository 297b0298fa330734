/**
 * journal: what happened in a run, as an append-only chain of events.
 *
 * In: events. Out: records chained by hash, and the state that they fold to. The journal is the truth of a run; every
 * view, verdict and resumption is computed from it.
 */
export {
  type ChainFault,
  chain,
  genesis,
  journalText,
  linkFault,
  parseJournal,
  recordHash,
  verifyChain,
} from './chain.ts'
export type {
  Actor,
  EventType,
  Happening,
  Harm,
  JournalRecord,
  NewEvent,
  Outcome,
  RunMode,
  StoreLoss,
  Subject,
  Unannounced,
} from './event.ts'
export {
  fold,
  growing,
  type Item,
  nothingYet,
  type Placed,
  type RunState,
  replay,
  type StepState,
  type StepStatus,
  stepState,
  undoPrefix,
  type Vote,
} from './state.ts'
export { onOneClock, type Stretch, stretches } from './stretches.ts'
