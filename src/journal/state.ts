import type { Json } from '#digest'
import type { Happening, JournalRecord, Outcome, RunMode, StoreLoss } from './event.ts'

/**
 * Where a step stands. `waiting`: a person has been asked. `interrupted`: its driver was lost while it ran, so nobody
 * knows yet; `verifiedNotDone` and `unverifiable`: a probe has looked since; `inDoubt`: nobody can know without a
 * person. `undone`: it was done and has been taken back.
 */
export type StepStatus =
  | 'notStarted'
  | 'waiting'
  | 'running'
  | 'interrupted'
  | 'verifiedNotDone'
  | 'unverifiable'
  | 'failed'
  | 'inDoubt'
  | 'succeeded'
  | 'skipped'
  | 'rejected'
  | 'undone'

/** One person's word on a decision. */
export interface Vote {
  readonly decision: 'approved' | 'rejected'
  readonly role: string
  readonly person: string
}

export interface StepState {
  readonly status: StepStatus
  /** Attempts begun, ≥ 0. */
  readonly attempts: number
  /** Attempts that people have asked for besides. */
  readonly granted?: number
  readonly retryable?: boolean
  /** Of a failure: nothing was done, by this attempt or by those before. */
  readonly harmless?: boolean
  /** While it runs: an attempt before this one may have had its effect, whatever becomes of this one. */
  readonly unsure?: boolean
  readonly message?: string
  readonly output?: Json
  /** When it came to stand so, in seconds on the run's clock. */
  readonly since?: number
  /** When its first attempt began, on the same clock. */
  readonly begunAt?: number
  /** How often it has been taken back; absent where it never was. What comes after that is a new act, with a key of its own. */
  readonly takenBack?: number
  /** The role that has claimed it. */
  readonly claimedBy?: string
  readonly votes?: readonly Vote[]
  readonly shown?: readonly StoreLoss[]
}

/** Something that is to be settled before the run may end. */
export interface Item {
  readonly item: string
  readonly text: string
  readonly owner: string
  readonly step?: string
  /** What became of it; absent while it is open. */
  readonly disposition?: string
}

/** A run as its journal tells it. */
export interface RunState {
  readonly run: string
  readonly seq: number
  readonly epoch: number
  readonly steps: ReadonlyMap<string, StepState>
  readonly timers: ReadonlySet<string>
  /** Absent where it is the runbook's own. */
  readonly mode?: RunMode
  /** The role of whoever started it. */
  readonly startedBy?: string
  /** Contacts who take no part in this drill. */
  readonly absent?: readonly string[]
  /** When it began, in seconds on the clock of its present holder. */
  readonly startedAt?: number
  /** From when its objectives count, on that clock: the fault, or where none was injected the beginning. */
  readonly t0?: number
  /** Which clock that is. */
  readonly clock?: string
  readonly usual: Readonly<Record<string, number>>
  readonly paused: boolean
  readonly cancelling?: { readonly undo: boolean; readonly comment?: string }
  readonly items: ReadonlyMap<string, Item>
  /** Whether it takes back what it did, where it fails with nobody to be asked. */
  readonly takesBack?: true
  /** Who went on without the usual approvals. */
  readonly glassBrokenBy?: readonly string[]
  /** In seconds on the clock of whoever recorded it. */
  readonly faultAt?: number
  /** Whether the cause was taken away: lost regions are back, or what else was hurt answers again. */
  readonly healed: boolean
  readonly outcome?: Outcome
  readonly reason?: string
}

/** What `fold` reads of a record: what happened, and where and when. */
export type Placed = Happening & Pick<JournalRecord, 'runId' | 'seq' | 'epoch' | 'tsMono'>

/** A state that is changed where it lies. */
type Draft = { -readonly [K in keyof RunState]: RunState[K] } & {
  steps: Map<string, StepState>
  timers: Set<string>
  items: Map<string, Item>
}

const probed = { done: 'succeeded', notDone: 'verifiedNotDone', unknown: 'unverifiable' } as const

const untouched: StepState = { status: 'notStarted', attempts: 0 }

/** What is put before the id of a step to name the step that takes it back. */
export const undoPrefix = 'undo:'

/** The state before any event. */
export function nothingYet(run = ''): RunState {
  return {
    run,
    seq: 0,
    epoch: 0,
    steps: new Map(),
    timers: new Set(),
    usual: {},
    paused: false,
    items: new Map(),
    healed: false,
  }
}

/** How a step stands in a state; `notStarted` where no event speaks of it. */
export function stepState(state: RunState, step: string): StepState {
  return state.steps.get(step) ?? untouched
}

/** The state after an event; the one before stays as it is. Total: every type of event has its answer. */
export function fold(state: RunState, event: Placed): RunState {
  const draft = drafted(state)
  apply(draft, event)
  return draft
}

/** The state after a whole journal. */
export function replay(records: readonly Placed[]): RunState {
  const draft = drafted(nothingYet())
  for (const record of records) apply(draft, record)
  return draft
}

/**
 * A state that grows with its journal, for whoever follows a long one: `fold` copies what it changes, and this does not.
 * @returns the state, which changes with every call of `take`
 */
export function growing(from: RunState): { readonly state: RunState; take(event: Placed): void } {
  const draft = drafted(from)
  return { state: draft, take: (event) => apply(draft, event) }
}

function drafted(state: RunState): Draft {
  return { ...state, steps: new Map(state.steps), timers: new Set(state.timers), items: new Map(state.items) }
}

function apply(draft: Draft, event: Placed): void {
  draft.run = event.runId
  draft.seq = event.seq
  draft.epoch = event.epoch
  const set = (id: string, step: StepState): void => void draft.steps.set(id, { ...step, since: event.tsMono })
  const change = (id: string, step: Partial<StepState>): void => set(id, { ...stepState(draft, id), ...step })
  /** What is known of an attempt that failed is forgotten when something newer is known. */
  const become = (id: string, step: Partial<StepState> & Pick<StepState, 'status'>): void => {
    const { retryable: _, harmless: __, message: ___, unsure: ____, ...kept } = stepState(draft, id)
    set(id, { ...kept, ...step })
    if (id.startsWith(undoPrefix) && step.status === 'succeeded') {
      const taken = id.slice(undoPrefix.length)
      const takenBack = (stepState(draft, taken).takenBack ?? 0) + 1
      change(taken, { status: 'undone', takenBack })
      change(id, { takenBack })
    }
  }
  switch (event.type) {
    case 'runStarted': {
      const { mode, by, clock, usual, absent, takesBack } = event.data
      draft.startedAt = event.tsMono
      draft.t0 = event.tsMono
      if (mode !== undefined) draft.mode = mode
      if (by !== undefined) draft.startedBy = by
      if (absent !== undefined) draft.absent = absent
      if (clock !== undefined) draft.clock = clock
      if (usual !== undefined) draft.usual = usual
      if (takesBack !== undefined) draft.takesBack = takesBack
      return
    }
    case 'leaseTaken':
      takenOver(draft, event.tsMono, event.data.clock)
      return
    case 'stepStarted': {
      const { step, attempt } = event.data
      const before = stepState(draft, step)
      const { begunAt = event.tsMono } = before
      return become(step, {
        status: 'running',
        attempts: attempt,
        begunAt,
        ...(isOpen(before) ? { unsure: true } : {}),
      })
    }
    case 'stepSucceeded':
      return become(event.data.step, { status: 'succeeded', attempts: event.data.attempt, output: event.data.output })
    case 'stepFailed': {
      const { step, attempt, retryable, message, harmless } = event.data
      return become(step, {
        status: 'failed',
        attempts: attempt,
        retryable,
        message,
        ...(harmless === undefined || stepState(draft, step).unsure ? {} : { harmless }),
      })
    }
    case 'stepProbed':
      return become(event.data.step, { status: probed[event.data.answer] })
    case 'stepInDoubt':
      return become(event.data.step, { status: 'inDoubt', attempts: event.data.attempt, message: event.data.reason })
    case 'stepResolved':
      return event.data.answer === 'done'
        ? become(event.data.step, { status: 'succeeded', output: event.data.result })
        : become(event.data.step, { status: 'verifiedNotDone' })
    case 'timerFired':
      draft.timers.add(event.data.timer)
      return
    case 'asked':
      return become(event.data.step, { status: 'waiting' })
    case 'lossShown': {
      // What was said before is no word on what is shown now.
      const { votes: _, ...kept } = stepState(draft, event.data.step)
      return set(event.data.step, { ...kept, shown: event.data.stores })
    }
    case 'voted': {
      const { step, decision, role, person } = event.data
      const votes = stepState(draft, step).votes ?? []
      draft.steps.set(step, { ...stepState(draft, step), votes: [...votes, { decision, role, person }] })
      return
    }
    case 'decided': {
      const { step, decision, comment } = event.data
      return become(step, {
        status: decision === 'approved' ? 'succeeded' : 'rejected',
        attempts: 1,
        ...(comment === undefined ? {} : { message: comment }),
      })
    }
    case 'claimed':
      draft.steps.set(event.data.step, { ...stepState(draft, event.data.step), claimedBy: event.data.role })
      return
    case 'handedOver':
      for (const id of event.data.open)
        if (draft.steps.get(id)?.claimedBy === event.data.from)
          draft.steps.set(id, { ...stepState(draft, id), claimedBy: event.data.to })
      return
    case 'manualDone':
      return become(event.data.step, { status: 'succeeded', attempts: 1, output: event.data.result })
    case 'stepSkipped': {
      const { step, comment } = event.data
      const harmless = isUntouched(stepState(draft, step))
      return become(step, { status: 'skipped', message: comment, ...(harmless ? { harmless } : {}) })
    }
    case 'retryAsked':
      return retried(event.data.step)
    case 'undoAsked': {
      const id = `${undoPrefix}${event.data.step}`
      const before = stepState(draft, id)
      // One that was given up may have had its effect all the same; one that was done is done anew.
      const isNew = before.status === 'succeeded' || isUntouched(before)
      // Attempts of an earlier time do not count against this one.
      return become(id, { status: isNew ? 'notStarted' : 'interrupted', granted: before.attempts })
    }
    case 'paused':
      draft.paused = true
      return
    case 'continued':
      draft.paused = false
      return
    case 'cancelAsked': {
      const { undo, comment } = event.data
      draft.cancelling = { undo, ...(comment === undefined ? {} : { comment }) }
      return
    }
    case 'modeChanged':
      draft.mode = event.data.mode
      return
    case 'itemOpened': {
      const { item, text, owner, step } = event.data
      draft.items.set(item, { item, text, owner, ...(step === undefined ? {} : { step }) })
      return
    }
    case 'itemClosed': {
      const open = draft.items.get(event.data.item)
      if (open) draft.items.set(open.item, { ...open, disposition: event.data.disposition })
      return
    }
    case 'glassBroken':
      draft.glassBrokenBy = [...new Set([...(draft.glassBrokenBy ?? []), ...event.data.by])]
      return
    case 'faultInjected':
      draft.faultAt = event.data.atMono
      draft.t0 = event.data.atMono
      return
    case 'regionReturned':
    case 'faultHealed':
      draft.healed = true
      return
    case 'runFinished':
      draft.outcome = event.data.outcome
      if (event.data.reason !== undefined) draft.reason = event.data.reason
      return
    case 'declared':
    case 'calledOut':
    case 'answeredCall':
    case 'nobodyLeft':
    case 'splitFound':
    case 'pagesMerged':
    case 'noted':
    case 'signalRefused':
      return
  }

  /** One attempt more is granted; what was tried before still counts. */
  function retried(id: string): void {
    const at = stepState(draft, id)
    become(id, { status: isUntouched(at) ? 'verifiedNotDone' : 'interrupted', granted: (at.granted ?? 0) + 1 })
  }
}

/** Whether an attempt has come to an end that tells nothing of its effect. */
function isOpen({ status, harmless }: StepState): boolean {
  return status === 'interrupted' || (status === 'failed' && harmless !== true)
}

/** Whether it is known that nothing of the step stands in the world. */
function isUntouched({ attempts, harmless, status }: StepState): boolean {
  return attempts === 0 || harmless === true || status === 'verifiedNotDone' || status === 'undone'
}

/** What was running has lost its driver. On another clock, whatever is counted begins to count again: never too early. */
function takenOver(draft: Draft, now: number, clock: string | undefined): void {
  const other = clock === undefined || clock !== draft.clock
  for (const [id, step] of draft.steps) {
    const status = step.status === 'running' ? 'interrupted' : step.status
    if (!other && status === step.status) continue
    const anew = other ? { since: now, ...(step.begunAt === undefined ? {} : { begunAt: now }) } : {}
    draft.steps.set(id, { ...step, status, ...anew })
  }
  if (!other) return
  draft.startedAt = now
  draft.t0 = now
  if (clock !== undefined) draft.clock = clock
}
