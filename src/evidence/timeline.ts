import { type JournalRecord, onOneClock, undoPrefix } from '#journal'
import { type Mode, type Runbook, type Step, stepsIn } from '#runbook'
import type { Measurements } from './model.ts'
import { openingSteps } from './opening.ts'

/**
 * The marks of a run, in seconds on the clock that was measured by; a mark that never came, or came on another clock, is
 * absent.
 */
export interface Timeline {
  readonly t0?: number
  /** Whether the run was on more clocks than that one. */
  readonly isCut: boolean
  /** Whether something was hurt, and nobody had to see by himself that it had failed. */
  readonly isInjected: boolean
  readonly detected?: number
  readonly declared?: number
  /** The end of the last essential verification; absent while one is missing, and where the runbook has none. */
  readonly verified?: number
  /** Whether all of them were completed, on whatever clock. */
  readonly isVerified: boolean
  /** Whether Muster took the decision itself. */
  readonly automatic: boolean
}

/** Reads the marks of a run from its journal and from what was measured. Never throws. */
export function timeline(runbook: Runbook, journal: readonly JournalRecord[], measurements: Measurements): Timeline {
  const here = onOneClock(journal, measurements.on)
  const mode = modeOf(runbook, journal)
  const t0 = beganAt(runbook, journal, measurements)
  const endOf = (steps: readonly Step[], ends = stepEnds(here)): readonly number[] =>
    steps.flatMap(
      (step) =>
        ends.get(step.id) ??
        instead(runbook, step)
          .flatMap((id) => ends.get(id) ?? [])
          .slice(0, 1),
    )
  const detects = endOf(inPhase(runbook, mode, 'detect'))
  const declares = endOf(inPhase(runbook, mode, 'decide'))
  const verifications = inPhase(runbook, mode, 'verify').filter((step) => step.essential)
  const verified = endOf(verifications)
  const isVerified = verifications.length > 0 && endOf(verifications, stepEnds(journal)).length === verifications.length
  return {
    ...(t0 === undefined ? {} : { t0 }),
    isCut: here.length < journal.length,
    isInjected: journal.some(({ type }) => type === 'faultInjected'),
    ...(detects.length > 0 ? { detected: Math.max(...detects) } : {}),
    ...(declares.length > 0 ? { declared: Math.max(...declares) } : {}),
    ...(isVerified && verified.length > 0 ? { verified: Math.max(...verified) } : {}),
    isVerified,
    automatic: automatic(runbook, journal),
  }
}

/**
 * When customers began to go without: at the fault, or, where nothing was injected, with the first step that stops
 * something.
 * @returns seconds on the clock that was measured by; undefined where it was on another one, for nothing spans the two
 */
export function beganAt(
  runbook: Runbook,
  journal: readonly JournalRecord[],
  { t0, on }: Pick<Measurements, 't0' | 'on'>,
): number | undefined {
  const here = onOneClock(journal, on)
  const fault = journal.find((record) => record.type === 'faultInjected')
  if (fault) {
    if (!here.includes(fault)) return undefined
    // Whoever names the clock says too where the fault's time was not on it.
    return t0 ?? (on === undefined ? fault.data.atMono : undefined)
  }
  const isWhole = journal[0] === here[0]
  if (t0 !== undefined) return on !== undefined || isWhole ? t0 : undefined
  const mode = modeOf(runbook, journal)
  // In a disaster customers went without before, and nobody knows since when.
  if (mode === 'forced' && !isWhole) return undefined
  const first = switched(runbook, mode, journal)
  return first && here.includes(first) ? first.tsMono : undefined
}

/** The mode that the run was last in. */
export function modeOf(runbook: Runbook, journal: readonly JournalRecord[]): Mode {
  let mode: Mode = runbook.mode
  for (const record of journal)
    if (record.type === 'runStarted' || record.type === 'modeChanged') mode = record.data.mode ?? mode
  return mode
}

/** When each step last ended well, in seconds; one that was taken back has not. */
export function stepEnds(journal: readonly JournalRecord[]): ReadonlyMap<string, number> {
  const ends = new Map<string, number>()
  for (const record of journal) {
    const step = endedWell(record)
    if (step === undefined) continue
    ends.set(step, record.tsMono)
    if (step.startsWith(undoPrefix)) ends.delete(step.slice(undoPrefix.length))
  }
  return ends
}

/**
 * The step that ended well with this record: an action succeeded, a person was done or found that it is done, or a
 * decision was approved.
 */
export function endedWell(record: JournalRecord): string | undefined {
  if (record.type === 'stepSucceeded' || record.type === 'manualDone') return record.data.step
  if (record.type === 'stepResolved') return record.data.answer === 'done' ? record.data.step : undefined
  return record.type === 'decided' && record.data.decision === 'approved' ? record.data.step : undefined
}

/** The fallbacks of a step, in runbook order. */
function instead(runbook: Runbook, step: Step): readonly string[] {
  return runbook.steps.filter(({ insteadOf }) => insteadOf === step.id).map(({ id }) => id)
}

function inPhase(runbook: Runbook, mode: Mode, phase: Step['phase']): readonly Step[] {
  return stepsIn(runbook, mode).filter((step) => step.phase === phase)
}

/** Where nothing was injected, customers begin to notice with the first step that stops something. */
function switched(runbook: Runbook, mode: Mode, journal: readonly JournalRecord[]): JournalRecord | undefined {
  const opening = new Set(openingSteps(runbook, mode))
  return journal.find((record) => record.type === 'stepStarted' && opening.has(record.data.step))
}

function automatic(runbook: Runbook, journal: readonly JournalRecord[]): boolean {
  const decisions = journal.flatMap((record) => (record.type === 'decided' ? [record.data] : []))
  if (decisions.length === 0) return runbook.decision === 'automatic'
  return decisions.some((decision) => decision.decision === 'approved' && decision.method === 'automatic')
}
