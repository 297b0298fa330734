import { type ClientSeries, type Evidence, judge, type LedgerCount } from '#evidence'
import { chain, type JournalRecord, type NewEvent } from '#journal'
import type { Plan } from '#plan'
import { type CompileOptions, compileRunbook, type Runbook, runbookDigest, type Step, stepsIn } from '#runbook'

/** How a run went. */
export interface Course extends Partial<CompileOptions> {
  readonly run: string
  readonly subject: 'lab' | 'tabletop' | 'nonprod' | 'prod'
  /** YYYY-MM-DD. */
  readonly on: string
  /** Seconds from the fault until every client is served again. */
  readonly down?: number
  /** Acknowledged writes that are gone, the oldest of them written `lostAge` seconds before the fault. */
  readonly lost?: number
  readonly lostAge?: number
  readonly duplicates?: number
  /** Flows that nobody measured. */
  readonly unmeasured?: readonly string[]
  /** Steps that nobody did, by the beginning of their id. */
  readonly undone?: readonly string[]
  readonly outcome?: 'succeeded' | 'failed'
  /** What the target lacks, in sentences. */
  readonly lacks?: readonly string[]
}

const fault = 1000

/** Evidence of a run of the plan: its runbook compiled, a journal of it, and what was measured, judged as ever. */
export function ranOn(plan: Plan, course: Course): Evidence {
  const { direction = 'failover', decision = 'people', timing } = course
  const scenario = course.scenario ?? 'east-lost'
  const options = { scenario, direction, decision, ...(timing ? { timing } : {}) }
  const compiled = compileRunbook(plan, 'sha256:0', options)
  if ('reason' in compiled) throw new Error(compiled.reason)
  const runbook = { ...compiled.runbook, gaps: [...compiled.runbook.gaps, ...(course.lacks ?? [])] }
  const { down = 20, unmeasured = [] } = course
  return judge(runbook, journalOf(runbook, course), {
    schemaVersion: 1,
    method: 'ledger',
    clock: { source: 'monotonic clock of the host', skewSeconds: 0 },
    t0: fault,
    clients: runbook.flows.filter(({ id }) => !unmeasured.includes(id)).map(({ id }) => clientOf(id, down)),
    ledgers: runbook.stores.map(({ component }) => ledgerOf(component, course)),
  })
}

function journalOf(runbook: Runbook, course: Course): readonly JournalRecord[] {
  const { subject, undone = [], outcome = 'succeeded' } = course
  const done = stepsIn(runbook).filter(({ id }) => !undone.some((start) => id.startsWith(start)))
  const start: Pick<NewEvent, 'type' | 'data'> = {
    type: 'runStarted',
    data: { runbookDigest: runbookDigest(runbook), runbook: {}, subject, target: subject, kind: 'drill' },
  }
  const events = [start, ...done.flatMap((step) => eventsOf(step, runbook)), { type: 'runFinished', data: { outcome } }]
  const told = events.map(
    (event, index) =>
      ({
        ...event,
        actor: { name: 'ada', authn: 'stated' },
        ts: new Date(Date.parse(`${course.on}T09:00:00Z`) + index * 1000).toISOString(),
        tsMono: fault + index / 10,
      }) as NewEvent,
  )
  return chain(course.run, 1, undefined, told).map(({ record }) => record)
}

function eventsOf({ id, work }: Step, runbook: Runbook): ReadonlyArray<Pick<NewEvent, 'type' | 'data'>> {
  if (work.kind === 'manual') return [{ type: 'manualDone', data: { step: id, result: 'As it should be', signal: id } }]
  const method = runbook.decision === 'automatic' ? 'automatic' : 'person'
  if (work.kind === 'decision') return [{ type: 'decided', data: { step: id, decision: 'approved', method } }]
  return [
    { type: 'stepStarted', data: { step: id, attempt: 1, key: id } },
    { type: 'stepSucceeded', data: { step: id, attempt: 1, output: null } },
  ]
}

/** A request every second, from shortly before the fault until long after the hold of a flow. */
function clientOf(flow: string, down: number): ClientSeries {
  const times = Array.from({ length: 20 + Math.ceil(down) + 300 }, (_, index) => fault - 20 + index)
  return {
    flow,
    client: 'one',
    requests: times.map((at) => ({ at, ok: at < fault || at >= fault + down, latency: 0.01 })),
  }
}

function ledgerOf(component: string, { lost = 0, lostAge = 0, duplicates = 0 }: Course): LedgerCount {
  return {
    component,
    acknowledged: 1000,
    lost,
    unackedSurvivors: 0,
    duplicates,
    ...(lost > 0 ? { oldestLostAt: fault - lostAge } : {}),
    lostKeys: Array.from({ length: lost }, (_, index) => `key-${index}`),
  }
}
