import type { Actor, EventType } from '#journal'
import { eventWords, stepOf, tookSeconds } from './event-words.ts'
import { present } from './json.ts'
import { type RunView, stateOf } from './run-view.ts'

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
}

/** What `run list --format json` gives, in the order of the views. */
export function runsJson(views: readonly RunView[]): { readonly schemaVersion: 1; readonly runs: readonly RunEntry[] } {
  return { schemaVersion: 1, runs: views.map(entry) }
}

function entry(view: RunView): RunEntry {
  const { run, plan, scenario, direction, kind, subject, target, startedAt, head } = view
  return { run, plan, scenario, direction, kind, subject, target, state: stateOf(view), started: startedAt, head }
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

/** What `run show --format json` gives: the entry, every event in order, every step in runbook order. */
export interface RunReport extends RunEntry {
  readonly schemaVersion: 1
  readonly events: readonly EventReport[]
  readonly steps: RunView['steps']
}

export function runJson(view: RunView): RunReport {
  const titles = new Map(view.steps.map((step) => [step.id, step.title]))
  const first = view.records[0]?.tsMono ?? 0
  return {
    schemaVersion: 1,
    ...entry(view),
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
    steps: view.steps,
  }
}
