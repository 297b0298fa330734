import type { Json } from '#digest'
import type { Happening, JournalRecord, Outcome } from './event.ts'

/**
 * Where a step stands. `interrupted`: its driver was lost while it ran, so nobody knows yet; `verifiedNotDone` and
 * `unverifiable`: a probe has looked since; `inDoubt`: nobody can know without a person.
 */
export type StepStatus =
  | 'notStarted'
  | 'running'
  | 'interrupted'
  | 'verifiedNotDone'
  | 'unverifiable'
  | 'failed'
  | 'inDoubt'
  | 'succeeded'
  | 'rejected'

export interface StepState {
  readonly status: StepStatus
  /** Attempts begun, ≥ 0. */
  readonly attempts: number
  readonly retryable?: boolean
  readonly message?: string
  readonly output?: Json
}

/** A run as its journal tells it. */
export interface RunState {
  readonly run: string
  readonly seq: number
  readonly epoch: number
  readonly steps: Readonly<Record<string, StepState>>
  readonly timers: ReadonlySet<string>
  readonly faultAt?: number
  readonly regionsReturned: boolean
  readonly outcome?: Outcome
  readonly reason?: string
}

const probed = { done: 'succeeded', notDone: 'verifiedNotDone', unknown: 'unverifiable' } as const

const untouched: StepState = { status: 'notStarted', attempts: 0 }

/** The state before any event. */
export const nothingYet: RunState = {
  run: '',
  seq: 0,
  epoch: 0,
  steps: {},
  timers: new Set(),
  regionsReturned: false,
}

/** How a step stands in a state; `notStarted` where no event speaks of it. */
export function stepState(state: RunState, step: string): StepState {
  return state.steps[step] ?? untouched
}

/** What `fold` reads of a record: what happened, and where it stands. */
export type Placed = Happening & Pick<JournalRecord, 'runId' | 'seq' | 'epoch'>

/** The state after an event. Total: every type of event has its answer, and what a state does not need leaves it as it is. */
export function fold(state: RunState, event: Placed): RunState {
  const next: RunState = { ...state, run: event.runId, seq: event.seq, epoch: event.epoch }
  switch (event.type) {
    case 'leaseTaken':
      return {
        ...next,
        steps: mapped(state.steps, (step) => (step.status === 'running' ? { ...step, status: 'interrupted' } : step)),
      }
    case 'stepStarted':
      return withStep(next, event.data.step, { status: 'running', attempts: event.data.attempt })
    case 'stepSucceeded':
      return withStep(next, event.data.step, {
        status: 'succeeded',
        attempts: event.data.attempt,
        output: event.data.output,
      })
    case 'stepFailed':
      return withStep(next, event.data.step, {
        status: 'failed',
        attempts: event.data.attempt,
        retryable: event.data.retryable,
        message: event.data.message,
      })
    case 'stepProbed':
      return withStep(next, event.data.step, {
        ...stepState(state, event.data.step),
        status: probed[event.data.answer],
      })
    case 'stepInDoubt':
      return withStep(next, event.data.step, {
        status: 'inDoubt',
        attempts: event.data.attempt,
        message: event.data.reason,
      })
    case 'timerFired':
      return { ...next, timers: new Set([...state.timers, event.data.timer]) }
    case 'decided':
      return withStep(next, event.data.step, {
        status: event.data.decision === 'approved' ? 'succeeded' : 'rejected',
        attempts: 1,
        ...(event.data.comment === undefined ? {} : { message: event.data.comment }),
      })
    case 'manualDone':
      return withStep(next, event.data.step, { status: 'succeeded', attempts: 1, output: event.data.result })
    case 'faultInjected':
      return { ...next, faultAt: event.data.atMono }
    case 'regionReturned':
      return { ...next, regionsReturned: true }
    case 'runFinished':
      return {
        ...next,
        outcome: event.data.outcome,
        ...(event.data.reason === undefined ? {} : { reason: event.data.reason }),
      }
    case 'runStarted':
    case 'noted':
    case 'signalRefused':
      return next
  }
}

/** The state after a whole journal. */
export function replay(records: readonly JournalRecord[]): RunState {
  return records.reduce<RunState>(fold, nothingYet)
}

function withStep(state: RunState, id: string, step: StepState): RunState {
  return { ...state, steps: { ...state.steps, [id]: step } }
}

function mapped(steps: RunState['steps'], change: (step: StepState) => StepState): RunState['steps'] {
  return Object.fromEntries(Object.entries(steps).map(([id, step]) => [id, change(step)]))
}
