import { type JournalRecord, genesis, recordHash } from '#journal'
import { type Runbook, runbookDigest, type RunbookFlow } from '#runbook'
import { answers, howHeld, unreached } from './answers.ts'
import { approvals } from './approvals.ts'
import { departures } from './departures.ts'
import { leftOpen } from './left-behind.ts'
import { loss } from './loss.ts'
import type { Evidence, FlowResult, Measurements, Sustained, Verdict } from './model.ts'
import { outOfOrder } from './order.ts'
import { proofs } from './proofs/index.ts'
import { contradicted, syncsOf } from './syncs.ts'
import { type RecoveryTime, recoveryTime } from './recovery-time.ts'
import { rounded } from './round.ts'
import { modeOf, stepEnds, type Timeline, timeline } from './timeline.ts'
import { atTheTable, isMissed } from './tabletop.ts'
import { timings } from './timings.ts'
import { fencesHeld, writersOf } from './writers.ts'

/** Raised with every change after which the same files could be judged otherwise. */
export const judgement = 6

/**
 * Judges a run against the promises of its runbook.
 * @param journal of one run, from its first record on; the run may have ended or not
 * @returns flows and steps in runbook order; every time in seconds to the microsecond. Pure and total: whoever has
 * the three values gets the same verdict.
 * @remarks `failed`: the run did not succeed, a flow that it was to restore was seen and never came back, or a store had
 * two writers. `missed`: an objective was missed, or of no recovery time it is known that it was met, for what nobody
 * measured is not met; or nobody was left for a step. What no system took part in is judged by `atTheTable`.
 */
export function judge(runbook: Runbook, journal: readonly JournalRecord[], measurements: Measurements): Evidence {
  const marks = timeline(runbook, journal, measurements)
  const mode = modeOf(runbook, journal)
  const judged = runbook.flows.map((flow) => ({
    flow,
    time: recoveryTime(flow, marks, measurements, soundFrom(flow, runbook, journal)),
    loss: loss(flow, runbook, marks.t0, measurements),
  }))
  const flows = judged.map(({ flow, time, loss: { rpo } }): FlowResult => ({ flow: flow.id, rto: time.rto, rpo }))
  const broken = judged.some(({ flow, time }) => flow.restoredBy.length > 0 && time.state === 'never')
  const { steps, interrupted } = timings(runbook, journal)
  const early = outOfOrder(runbook, journal)
  const writers = writersOf(runbook, journal, measurements)
  const { fences, gaps: untried } = fencesHeld(runbook, journal, measurements)
  const { throughput, sustained, stale, cache, conflicts } = measurements
  const synced = syncsOf(measurements)
  const isSplit = writers?.stores.some(({ split }) => split) === true
  const start = journal.find((record) => record.type === 'runStarted')?.data
  const end = journal.findLast((record) => record.type === 'runFinished')
  const harm = journal.find((record) => record.type === 'faultInjected')?.data.harm
  const [first, last] = [journal[0], journal.at(-1)]
  const people = answers(journal)
  const found = proofs({ runbook, journal, measurements, flows, ...(marks.t0 === undefined ? {} : { t0: marks.t0 }) })
  const evidence: Evidence = {
    schemaVersion: 1,
    judgement,
    run: first?.runId ?? '',
    subject: start?.subject ?? 'lab',
    target: start?.target ?? '',
    ...(start?.parts === undefined ? {} : { parts: start.parts }),
    kind: start?.kind ?? 'drill',
    direction: runbook.direction,
    ...(mode === 'forced' || runbook.direction === 'failback' ? {} : { mode }),
    plan: { name: runbook.plan.name, digest: runbook.plan.digest },
    scenario: runbook.scenario.id,
    runbookDigest: runbookDigest(runbook),
    journalHead: last ? recordHash(last) : genesis,
    startedAt: first?.ts ?? '',
    finishedAt: (end ?? last)?.ts ?? '',
    verdict:
      !isSplit && isMissed(journal)
        ? 'missed'
        : isSplit || broken || end?.data.outcome !== 'succeeded'
          ? 'failed'
          : verdict(flows, marks, carried(runbook, sustained)),
    flows,
    ...(harm === undefined ? {} : { harm }),
    ...(writers === undefined ? {} : { writers: writers.stores }),
    ...(conflicts === undefined ? {} : { conflicts }),
    ...(fences.length === 0 ? {} : { fences }),
    ...(throughput === undefined ? {} : { throughput }),
    ...(cache === undefined ? {} : { cache }),
    ...(synced.length === 0 ? {} : { synced }),
    ...(found.length === 0 ? {} : { proofs: found }),
    ...(sustained === undefined ? {} : { sustained }),
    ...(stale === undefined ? {} : { stale }),
    steps,
    ...(early.length === 0 ? {} : { outOfOrder: early }),
    approvals: approvals(journal),
    ...(start?.absent === undefined ? {} : { absent: start.absent }),
    ...(start?.unannounced === undefined ? {} : { unannounced: start.unannounced }),
    ...(people.length === 0 ? {} : { people }),
    deviations: [
      ...runbook.deviations,
      ...howHeld(start),
      ...departures(runbook, journal, marks.automatic, interrupted),
      ...early.map(({ step, before }) => `${step} began although ${before}, which it needs, had not ended well.`),
      ...(writers?.violations ?? []),
    ],
    gaps: [
      ...runbook.gaps,
      ...unknown(judged, marks),
      ...inexact(flows),
      ...unsettled(measurements),
      ...later(flows),
      ...conflicting(measurements),
      ...untried,
      ...leftOpen(runbook, journal, measurements),
      ...contradicted(synced),
      ...unwatched(measurements),
      ...unreached(journal),
    ],
    clock: measurements.clock,
  }
  return evidence.subject === 'tabletop' ? atTheTable(evidence, runbook, journal, marks) : evidence
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

function verdict(flows: readonly FlowResult[], marks: Timeline, carried: boolean): Verdict {
  if (!carried) return 'missed'
  if (flows.some((flow) => flow.rto.met === false || flow.rpo.met === false)) return 'missed'
  if (flows.every(({ rto }) => rto.measured === undefined || (rto.target !== undefined && rto.met === undefined)))
    return 'missed'
  return marks.automatic ? 'met-technically' : 'met'
}

/** What this run leaves unknown, in sentences. */
function unknown(
  judged: ReadonlyArray<{
    flow: { id: string }
    time: RecoveryTime
    loss: { uncounted: readonly string[]; unmarked: readonly string[] }
  }>,
  marks: Timeline,
): readonly string[] {
  const unmeasured = judged.filter(({ time }) => time.state === 'unmeasured').map(({ flow }) => flow.id)
  const uncounted = [...new Set(judged.flatMap((each) => each.loss.uncounted))]
  const unmarked = [...new Set(judged.flatMap((each) => each.loss.unmarked))]
  const all = unmeasured.length === judged.length
  return [
    ...(marks.t0 === undefined
      ? [
          marks.isCut
            ? 'Muster measured by another clock when customers were served again than when it began (its machine was started anew, or another one took over), so no time is known that spans the two.'
            : 'Neither a fault nor the start of a switch is recorded, so no time can be counted from it.',
        ]
      : []),
    ...(all ? ['No recovery time was measured, so no objective counts as met.'] : []),
    ...judged.flatMap(({ flow, time: { isLonger, rto } }) =>
      isLonger
        ? [
            `${flow.id} was not served when it was asked first: how long it had failed before is not in its recovery time, which was longer than ${rto.measured} s.`,
          ]
        : [],
    ),
    ...(all ? [] : unmeasured.map((id) => `No client of ${id} was measured, so its recovery time is not known.`)),
    ...uncounted.map((id) => `What ${id} lost was not counted, so the loss of the flows that need it is not known.`),
    ...unmarked.map(
      (id) => `No marker of ${id} is known to be there from before what may be lost, so how much it lost is not known.`,
    ),
    ...(!marks.isVerified
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

/** What no RPO shows: it counts back from the fault. */
function later(flows: readonly FlowResult[]): readonly string[] {
  return flows.flatMap(({ flow, rpo: { afterFault } }) =>
    afterFault === undefined
      ? []
      : [
          `${flow} also lost writes that were acknowledged up to ${afterFault} s after the fault; its RPO, which counts back from the fault, leaves them out.`,
        ],
  )
}

/** Changes of the same row in two regions: which of them holds was left to the servers, and may differ between them. */
function conflicting({ conflicts = [] }: Measurements): readonly string[] {
  return conflicts.flatMap(({ component, region, kinds }) => {
    if (kinds === undefined)
      return [
        `The server of ${component} in ${region} does not count conflicts, so whether there were any is not known.`,
      ]
    const counted = Object.entries(kinds).map(([kind, count]) => `${count} ${kind}`)
    return counted.length === 0
      ? []
      : [`${component} in ${region} has counted conflicts (${counted.join(', ')}), and nobody has settled them.`]
  })
}

/** Objectives that lie within what requests and markers cannot tell. */
function inexact(flows: readonly FlowResult[]): readonly string[] {
  return [...flows.flatMap(inexactTime), ...flows.flatMap(inexactLoss)]
}

function inexactTime({ flow, rto: { measured, error, target, met } }: FlowResult): readonly string[] {
  if (measured === undefined || error === undefined || target === undefined || met !== undefined) return []
  if (measured + error <= target) return []
  return [
    `The recovery time of ${flow} is known to within ${error} s (${rounded(Math.max(0, measured - error))} s to ${rounded(measured + error)} s), so whether its objective of ${target} s was met is not known: nobody asked more often.`,
  ]
}

function inexactLoss({ flow, rpo: { measured, error, target, met } }: FlowResult): readonly string[] {
  return measured === undefined || error === undefined || target === undefined || met !== undefined
    ? []
    : [
        `What ${flow} lost is known to within ${error} s (${measured} s to ${rounded(measured + error)} s), so whether its objective of ${target} s was met is not known: write markers more often.`,
      ]
}

/** Whether the other side carried the load as it was to; also where nobody asked it to. */
function carried({ flows }: Runbook, sustained: Sustained | undefined): boolean {
  if (sustained === undefined) return true
  // Seconds of the day's clock, which is set now and then.
  if (sustained.lasted < sustained.wanted - 1 || isUnseen(sustained)) return false
  return sustained.flows.every(({ flow, requests, failed }) => {
    const level = flows.find(({ id }) => id === flow)?.level
    return level === undefined || (requests > 0 && requests - failed >= level.success * requests - 1e-9)
  })
}

/** Whether so much of the time was measured by nobody that the rest does not tell how it was. */
function isUnseen({ unmeasured, lasted }: Sustained): boolean {
  return unmeasured > lasted / 2
}

function unwatched({ sustained }: Measurements): readonly string[] {
  if (sustained === undefined) return []
  const { unmeasured, flows, wanted, lasted } = sustained
  return [
    ...(lasted < wanted - 1
      ? [`The other side was to carry the load for ${wanted} s, and the way back was gone after ${lasted} s.`]
      : []),
    ...(flows.length === 0
      ? ['No flow was asked while the other side carried the load, so how it served is not known.']
      : []),
    ...(unmeasured > 0
      ? [
          `For ${unmeasured} s of the ${lasted} s in which the other side carried the load nobody measured.${isUnseen(sustained) ? ' That is most of it, so that it did is not proven.' : ''}`,
        ]
      : []),
  ]
}
