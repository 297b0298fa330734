import {
  type Item,
  type JournalRecord,
  type Outcome,
  type RunMode,
  type StepStatus,
  type StoreLoss,
  type Subject,
  undoPrefix,
  type Vote,
} from '#journal'
import type { AskedFor } from './next-words.ts'

/** A step of a run as it is shown. */
export interface StepView {
  readonly id: string
  readonly title: string
  readonly phase: string
  readonly state: StepStatus
  readonly attempts: number
  /** What became of its last attempt, or what was said of it. */
  readonly message?: string
  /** The role that has claimed it. */
  readonly claimedBy?: string
  /** What a person is asked for; absent where nobody is. */
  readonly asks?: AskedFor
  /** What it waits for, in words; absent where it waits for nothing. */
  readonly waitsFor?: string
  /** Since when, RFC 3339 in UTC. */
  readonly since?: string
  /** The loss that a decision was shown. */
  readonly shown?: readonly StoreLoss[]
  /** What an answer to a decision is bound to, and what somebody signs who approves it with a local key. */
  readonly bound?: string
  readonly challenge?: string
}

/** A run as it is shown: what its journal pins, what happened, and where its steps stand. */
export interface RunView {
  readonly run: string
  /** The plan's name. */
  readonly plan: string
  readonly scenario: string
  readonly direction: 'failover' | 'failback'
  /** The mode it is in now. */
  readonly mode: RunMode
  readonly kind: 'drill' | 'realEvent'
  readonly subject: Subject
  readonly target: string
  /** Contacts who take no part; left out where all do. */
  readonly absent?: readonly string[]
  readonly paused: boolean
  readonly cancelling: boolean
  /** Absent while the run is open. */
  readonly outcome?: Outcome
  /** RFC 3339 in UTC. */
  readonly startedAt: string
  /** Hash of the last record. */
  readonly head: string
  /** All of the run, in order; a list of runs needs none. */
  readonly records: readonly JournalRecord[]
  /** What is or was left to be settled, in the order in which it came up. */
  readonly items: readonly Item[]
  /** In runbook order, then what takes steps back. */
  readonly steps: readonly StepView[]
}

/** The state of a run in a word: its outcome, or `open`. */
export function stateOf(view: Pick<RunView, 'outcome'>): Outcome | 'open' {
  return view.outcome ?? 'open'
}

/** What is done with a run that is open, in a word; undefined where it simply goes on. */
export function holdOf({ outcome, paused, cancelling }: RunView): 'cancelling' | 'paused' | undefined {
  if (outcome !== undefined) return undefined
  return cancelling ? 'cancelling' : paused ? 'paused' : undefined
}

/** Who went on without the usual approvals; empty where nobody did. */
export function glassOf({ records }: Pick<RunView, 'records'>): readonly string[] {
  return records.flatMap((record) => (record.type === 'glassBroken' ? record.data.by : []))
}

/** Why the run ended as it did; undefined while it is open. */
export function reasonOf({ records }: Pick<RunView, 'records'>): string | undefined {
  const end = records.findLast((record) => record.type === 'runFinished')
  return end?.type === 'runFinished' ? end.data.reason : undefined
}

/** What was answered to a decision so far, in order. */
export function votesOf({ records }: Pick<RunView, 'records'>, step: string): readonly Vote[] {
  return records.flatMap((record) => {
    if (record.type !== 'voted' || record.data.step !== step) return []
    const { decision, role, person } = record.data
    return [{ decision, role, person }]
  })
}

/**
 * A role that may answer for a step, as the journal's runbook names them: who has claimed it, a decider or deputy who has
 * not answered yet, or the owner; undefined where the runbook does not say.
 */
export function roleFor(view: Pick<RunView, 'records'>, { id, claimedBy }: StepView): string | undefined {
  const first = view.records[0]
  if (claimedBy !== undefined || first?.type !== 'runStarted') return claimedBy
  const { steps, people = [] } = first.data.runbook as Readable
  const { absent = [] } = first.data
  const found = steps?.find((step) => step.id === id || `${undoPrefix}${step.id}` === id)
  const deciders = found?.work?.deciders ?? []
  const deputies = deciders.flatMap((role) => people.find((person) => person.role === role)?.deputy ?? [])
  const voted = new Set(votesOf(view, id).map(({ role }) => role))
  const owner = found?.owner
  const deputy = people.find(({ role }) => role === owner)?.deputy
  const isThere = (role: string): boolean => !absent.includes(role)
  const next = [...deciders, ...deputies].filter(isThere).find((role) => !voted.has(role))
  return next ?? (owner === undefined || isThere(owner) ? owner : (deputy ?? owner))
}

/** The steps that count: a fallback that nobody has needed does not. */
export function neededSteps(view: Pick<RunView, 'records' | 'steps'>): readonly StepView[] {
  const first = view.records[0]
  if (first?.type !== 'runStarted') return view.steps
  const { steps = [] } = first.data.runbook as Readable
  const spare = new Set(steps.flatMap(({ id, insteadOf }) => (insteadOf === undefined ? [] : [id])))
  return view.steps.filter(({ id, state }) => state !== 'notStarted' || !spare.has(id))
}

/** What is read of a journal's runbook, which an older version may have written. */
interface Readable {
  readonly steps?: ReadonlyArray<{
    readonly id: string
    readonly owner?: string
    readonly insteadOf?: string
    readonly work?: { readonly deciders?: readonly string[] }
  }>
  readonly people?: ReadonlyArray<{ readonly role: string; readonly deputy?: string }>
}
