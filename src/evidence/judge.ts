import { type JournalRecord, genesis, recordHash } from '#journal'
import { type Runbook, runbookDigest, type RunbookFlow } from '#runbook'
import { approvals } from './approvals.ts'
import { departures } from './departures.ts'
import { loss } from './loss.ts'
import type { Evidence, FlowResult, Measurements, Verdict } from './model.ts'
import { type RecoveryTime, recoveryTime } from './recovery-time.ts'
import { stepEnds, type Timeline, timeline } from './timeline.ts'
import { timings } from './timings.ts'
import { writersOf } from './writers.ts'

/** Raised with every change after which the same files could be judged otherwise. */
export const judgement = 3

/**
 * Judges a run against the promises of its runbook.
 * @param journal of one run, from its first record on; the run may have ended or not
 * @returns flows and steps in runbook order; every time in seconds to the microsecond. Pure and total: whoever has
 * the three values gets the same verdict.
 * @remarks `failed`: the run did not succeed, a flow that it was to restore was seen and never came back, or a store had
 * two writers. `missed`: an objective was missed, or none was measured at all, for what nobody measured is not met.
 */
export function judge(runbook: Runbook, journal: readonly JournalRecord[], measurements: Measurements): Evidence {
  const marks = timeline(runbook, journal, measurements)
  const judged = runbook.flows.map((flow) => ({
    flow,
    time: recoveryTime(flow, marks, measurements, soundFrom(flow, runbook, journal)),
    loss: loss(flow, runbook, marks.t0, measurements),
  }))
  const flows = judged.map(({ flow, time, loss: { rpo } }): FlowResult => ({ flow: flow.id, rto: time.rto, rpo }))
  const broken = judged.some(({ flow, time }) => flow.restoredBy.length > 0 && time.state === 'never')
  const { steps, interrupted } = timings(runbook, journal)
  const writers = writersOf(runbook, journal, measurements)
  const { throughput } = measurements
  const failed = broken || writers?.stores.some(({ split }) => split) === true
  const start = journal.find((record) => record.type === 'runStarted')?.data
  const end = journal.findLast((record) => record.type === 'runFinished')
  const [first, last] = [journal[0], journal.at(-1)]
  return {
    schemaVersion: 1,
    judgement,
    run: first?.runId ?? '',
    subject: start?.subject ?? 'lab',
    target: start?.target ?? '',
    kind: start?.kind ?? 'drill',
    direction: runbook.direction,
    plan: { name: runbook.plan.name, digest: runbook.plan.digest },
    scenario: runbook.scenario.id,
    runbookDigest: runbookDigest(runbook),
    journalHead: last ? recordHash(last) : genesis,
    startedAt: first?.ts ?? '',
    finishedAt: (end ?? last)?.ts ?? '',
    verdict: failed || end?.data.outcome !== 'succeeded' ? 'failed' : verdict(flows, marks),
    flows,
    ...(writers === undefined ? {} : { writers: writers.stores }),
    ...(throughput === undefined ? {} : { throughput }),
    steps,
    approvals: approvals(journal),
    deviations: [
      ...runbook.deviations,
      ...departures(runbook, journal, marks.automatic, interrupted),
      ...(writers?.violations ?? []),
    ],
    gaps: [...runbook.gaps, ...unknown(judged, marks), ...unsettled(measurements)],
    clock: measurements.clock,
  }
}

/** Where data were wrong: when a flow was given sound ones, by the last of the steps that restore it. */
function soundFrom(
  { restoredBy }: RunbookFlow,
  { scenario, steps }: Runbook,
  journal: readonly JournalRecord[],
): number | 'never' | undefined {
  if (scenario.class !== 'corruption' || restoredBy.length === 0) return undefined
  const ends = stepEnds(journal)
  const restored = restoredBy.map((id) => {
    const other = steps.find(({ insteadOf }) => insteadOf === id)
    return ends.get(id) ?? (other && ends.get(other.id))
  })
  const known = restored.filter((at) => at !== undefined)
  return known.length < restored.length ? 'never' : Math.max(...known)
}

function verdict(flows: readonly FlowResult[], marks: Timeline): Verdict {
  if (flows.some((flow) => flow.rto.met === false || flow.rpo.met === false)) return 'missed'
  if (flows.every((flow) => flow.rto.measured === undefined)) return 'missed'
  return marks.automatic ? 'met-technically' : 'met'
}

/** What this run leaves unknown, in sentences. */
function unknown(
  judged: ReadonlyArray<{ flow: { id: string }; time: RecoveryTime; loss: { uncounted: readonly string[] } }>,
  marks: Timeline,
): readonly string[] {
  const unmeasured = judged.filter(({ time }) => time.state === 'unmeasured').map(({ flow }) => flow.id)
  const uncounted = [...new Set(judged.flatMap((each) => each.loss.uncounted))]
  const all = unmeasured.length === judged.length
  return [
    ...(marks.t0 === undefined
      ? ['Neither a fault nor the start of a switch is recorded, so no time can be counted from it.']
      : []),
    ...(all ? ['No recovery time was measured, so no objective counts as met.'] : []),
    ...(all ? [] : unmeasured.map((id) => `No client of ${id} was measured, so its recovery time is not known.`)),
    ...uncounted.map((id) => `What ${id} lost was not counted, so the loss of the flows that need it is not known.`),
    ...(marks.verified === undefined
      ? ['No essential verification was completed, so when the recovery was validated is not known.']
      : []),
  ]
}

function unsettled({ ledgers }: Measurements): readonly string[] {
  return ledgers.flatMap(({ component, unreconciled = 0 }) =>
    unreconciled === 0
      ? []
      : [
          `${unreconciled} acknowledged writes of ${component} are on the side that was left alone, and nobody has settled them.`,
        ],
  )
}
