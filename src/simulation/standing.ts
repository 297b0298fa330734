import { type RunState, type StepState, stepState } from '#journal'
import { type Runbook, type Step, stepIn } from '#runbook'
import type { Standing } from './course.ts'

/** How a run stands, with the steps that a person must say something about before it goes on. */
export interface RunStanding extends Standing {
  readonly blocked: readonly string[]
}

/**
 * How a run stands as its journal tells it.
 * @param runbook in the mode of the run
 * @param now seconds on the run's clock
 */
export function standingOf(runbook: Runbook, state: RunState, now: number): RunStanding {
  const t0 = t0Of(state, now)
  const ended = new Map<string, number>()
  const begun = new Map<string, number>()
  const blocked: string[] = []
  const waited = new Map<string, readonly string[]>()
  const fallbacksOf = (id: string): readonly string[] =>
    runbook.steps.flatMap((step) => (step.insteadOf === id && stepIn(step, runbook.mode) ? [step.id] : []))
  const byId = new Map(runbook.steps.map((step) => [step.id, step]))
  const declared = new Set(
    runbook.steps.flatMap((step) =>
      step.work.kind === 'decision' && isDone(stepState(state, step.id)) ? step.needs : [],
    ),
  )
  for (const step of runbook.steps) {
    const at = stepState(state, step.id)
    const since = (at.since ?? now) - t0
    if (isDone(at)) ended.set(step.id, since)
    else if (at.status === 'running' || at.status === 'waiting') begun.set(step.id, since)
    const all = waitedForOf(step, at)
    waited.set(step.id, all)
    if (all.includes(step.id) && waitsForWord(step, at)) blocked.push(step.id)
  }
  return { now: Math.max(0, now - t0), ended, begun, blocked, waitedFor: (step) => waited.get(step.id) ?? [] }

  function waitedForOf(step: Step, at: StepState): readonly string[] {
    if (!stepIn(step, runbook.mode)) return []
    if (isDone(at)) return [step.id]
    const target = byId.get(step.insteadOf ?? '')
    if (target && !isOver(target, stepState(state, target.id))) return [target.id]
    // Once people have declared it, nobody waits for it to be noticed.
    if (step.phase === 'detect' && declared.has(step.id)) return []
    if (!isOver(step, at)) return [step.id]
    const others = fallbacksOf(step.id)
    if (others.length > 0) return others
    return step.essential ? [step.id] : []
  }
}

/** What a run's times are counted from, in seconds on its clock; a takeover by another clock counts anew. */
function t0Of(state: RunState, now: number): number {
  return state.t0 ?? now
}

function isDone({ status }: StepState): boolean {
  return status === 'succeeded' || status === 'skipped'
}

/** Whether the step has failed or was declined for good. */
function isOver(step: Step, at: StepState): boolean {
  if (at.status === 'rejected') return true
  if (at.status !== 'failed' || (step.effect === 'unkeyed' && at.harmless !== true)) return false
  return at.retryable !== true || at.attempts >= step.attempts + (at.granted ?? 0)
}

/** Whether nothing comes of the step before somebody has said what. */
function waitsForWord(step: Step, at: StepState): boolean {
  return isOver(step, at) || at.status === 'inDoubt' || at.status === 'unverifiable' || at.status === 'undone'
}
