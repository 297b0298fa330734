import type { RunbookFlow } from '#runbook'
import type { FlowResult, Measurements, Phases } from './model.ts'
import { inexactness, restoredAt, settledAt } from './restoration.ts'
import { rounded } from './round.ts'
import type { Timeline } from './timeline.ts'

/** A flow's recovery time, and whether anybody measured it. */
export interface RecoveryTime {
  readonly rto: FlowResult['rto']
  /**
   * `unmeasured`: no client, none that asked after the fault, or no fault to count from; `never`: some client was not
   * served again for the hold.
   */
  readonly state: 'restored' | 'never' | 'unmeasured'
  /** Whether it was not served already when it was asked first, so that it took longer than was measured. */
  readonly isLonger?: true
}

/**
 * Judges a flow's recovery time by its worst client. A flow that no step restores, because nothing of it moves, is
 * measured until it was disturbed for the last time.
 * @param earliest when at last a flow can have been restored, where that is not the fault: one that is served from wrong
 * data is not served. `never` where it has not come.
 * @returns seconds from t0. Where clients ask now and then, the objective is met or missed only where it is whatever was
 * not seen, and in between nobody can tell. `phases` partition the measured time, each ≥ 0, whatever the order of the marks was
 */
export function recoveryTime(
  flow: RunbookFlow,
  marks: Timeline,
  measurements: Measurements,
  earliest?: number | 'never',
): RecoveryTime {
  const target = flow.objectives.rto === undefined ? {} : { target: flow.objectives.rto }
  const clients = measurements.clients.filter((client) => client.flow === flow.id)
  const { t0 } = marks
  if (clients.length === 0 || t0 === undefined) return { rto: target, state: 'unmeasured' }
  if (clients.some(({ every, requests }) => every !== undefined && requests.every(({ at }) => at < t0)))
    return { rto: target, state: 'unmeasured' }
  const found = flow.restoredBy.length > 0 ? restoredAt : settledAt
  const never: RecoveryTime = { rto: { ...target, ...('target' in target ? { met: false } : {}) }, state: 'never' }
  if (earliest === 'never') return never
  const from = Math.max(t0, earliest ?? t0)
  let worst = from
  let off: number | undefined
  for (const client of clients) {
    const at = found(client, from, flow.level)
    if (at === undefined) return never
    worst = Math.max(worst, at)
    const one = inexactness(client, t0, at, flow.level)
    if (one !== undefined) off = Math.max(off ?? 0, one)
  }
  const measured = rounded(worst - t0)
  const error = off === undefined ? undefined : rounded(off)
  // A fault that was injected came while all was well; one that was only seen may have come before anybody looked.
  const isLonger =
    !marks.isInjected &&
    measurements.t0 !== undefined &&
    clients.some(({ every, requests }) => every !== undefined && requests[0]?.ok === false)
  const met = 'target' in target ? isWithin(measured, error ?? 0, target.target, isLonger) : undefined
  const { verified } = marks
  const validated = verified === undefined ? undefined : rounded(Math.max(worst, verified) - t0)
  return {
    rto: {
      measured,
      ...(error === undefined ? {} : { error }),
      ...(marks.declared === undefined ? {} : { fromDeclaration: rounded(Math.max(0, worst - marks.declared)) }),
      ...(validated === undefined ? {} : { validated }),
      ...target,
      ...(met === undefined ? {} : { met }),
      phases: partition(
        measured,
        rounded((marks.detected ?? t0) - t0),
        rounded((marks.declared ?? t0) - t0),
        validated,
      ),
    },
    state: 'restored',
    ...(isLonger ? { isLonger } : {}),
  }
}

/** Whether a time is within its target, whatever it really was; undefined where that depends on it. */
function isWithin(measured: number, error: number, target: number, isLonger: boolean): boolean | undefined {
  if (rounded(measured - error) > target) return false
  return rounded(measured + error) <= target && !isLonger ? true : undefined
}

/** Cuts [0, restored] at the marks; a mark outside is moved to the nearest place where the order still holds. */
function partition(restored: number, detected: number, declared: number, validated: number | undefined): Phases {
  const first = Math.min(Math.max(detected, 0), restored)
  const second = Math.min(Math.max(declared, first), restored)
  return {
    detect: first,
    decide: rounded(second - first),
    execute: rounded(restored - second),
    verify: validated === undefined ? 0 : rounded(validated - restored),
  }
}
