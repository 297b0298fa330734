import type { Actor, EventType, Item, RunMode, Vote } from '#journal'
import { eventWords, stepOf, tookSeconds } from './event-words.ts'
import { present } from './json.ts'
import { nextCommands } from './next-words.ts'
import { glassOf, type RunView, reasonOf, roleFor, type StepView, stateOf, votesOf } from './run-view.ts'

/** One run in a list. `started` is RFC 3339 in UTC; `head` is the journal's, whole. */
export interface RunEntry {
  readonly run: string
  readonly plan: string
  readonly scenario: string
  readonly direction: 'failover' | 'failback'
  readonly kind: 'drill' | 'realEvent'
  readonly subject: string
  readonly target: string
  readonly state: string
  readonly started: string
  readonly head: string
  /** The mode it is in now. */
  readonly mode: RunMode
  readonly paused: boolean
  readonly cancelling: boolean
  /** Whether it went on without the usual approvals. */
  readonly breakGlass: boolean
}

/** What `run list --format json` gives, in the order of the views. */
export function runsJson(views: readonly RunView[]): { readonly schemaVersion: 1; readonly runs: readonly RunEntry[] } {
  return { schemaVersion: 1, runs: views.map(entry) }
}

function entry(view: RunView): RunEntry {
  const { run, plan, scenario, direction, kind, subject, target, startedAt, head, mode, paused, cancelling } = view
  return {
    run,
    plan,
    scenario,
    direction,
    kind,
    subject,
    target,
    state: stateOf(view),
    started: startedAt,
    head,
    mode,
    paused,
    cancelling,
    breakGlass: glassOf(view).length > 0,
  }
}

/** An event of a run. `elapsed` and `took` are seconds on the monotonic clock of whoever drove the run. */
export interface EventReport {
  readonly seq: number
  readonly at: string
  readonly elapsed: number
  readonly type: EventType
  readonly step?: string
  readonly took?: number
  readonly what?: string
  readonly by: Actor
}

/** A step with what was answered to it so far, and what to type where a person is asked. */
export interface StepReport extends StepView {
  readonly votes?: readonly Vote[]
  readonly next?: readonly string[]
}

/** What `run show --format json` gives: the entry, every event in order, every step in runbook order. */
export interface RunReport extends RunEntry {
  readonly schemaVersion: 1
  /** Why it ended so; absent while it is open, and where there is no more to say. */
  readonly reason?: string
  /** The roles that went on without the usual approvals; absent where none did. */
  readonly glassBrokenBy?: readonly string[]
  /** Contacts who take no part in the drill; absent where all do. */
  readonly absent?: readonly string[]
  readonly events: readonly EventReport[]
  readonly steps: readonly StepReport[]
  /** What is or was left to be settled; empty where nothing was. */
  readonly items: readonly Item[]
}

export function runJson(view: RunView): RunReport {
  const titles = new Map(view.steps.map((step) => [step.id, step.title]))
  const first = view.records[0]?.tsMono ?? 0
  const reason = reasonOf(view)
  const glass = glassOf(view)
  return {
    schemaVersion: 1,
    ...entry(view),
    ...(reason === undefined ? {} : { reason }),
    ...(glass.length > 0 ? { glassBrokenBy: glass } : {}),
    ...(view.absent === undefined ? {} : { absent: view.absent }),
    events: view.records.map((record) =>
      present({
        seq: record.seq,
        at: record.ts,
        elapsed: record.tsMono - first,
        type: record.type,
        step: stepOf(record),
        took: tookSeconds(record, view.records),
        what: eventWords(record, (id) => titles.get(id), undefined)?.what,
        by: record.actor,
      }),
    ),
    steps: view.steps.map((step) => stepReport(view, step)),
    items: view.items,
  }
}

function stepReport(view: RunView, step: StepView): StepReport {
  const votes = votesOf(view, step.id)
  const role = roleFor(view, step)
  const next =
    step.asks === undefined || view.outcome !== undefined
      ? undefined
      : nextCommands({ run: view.run, step: step.id, for: step.asks, ...(role === undefined ? {} : { role }) })
  return { ...step, ...(votes.length > 0 ? { votes } : {}), ...(next ? { next } : {}) }
}
