import type { Mode, Runbook, Step } from './model.ts'

/** Whether a step takes part in a run of that mode. */
export function stepIn(step: Step, mode: Mode): boolean {
  return step.modes === undefined || step.modes.includes(mode)
}

/** The steps that a run of the mode goes through when nothing fails: fallbacks are left out. */
export function stepsIn(runbook: Runbook, mode: Mode = runbook.mode): readonly Step[] {
  return runbook.steps.filter((step) => stepIn(step, mode) && step.insteadOf === undefined)
}

/** The step that takes another one back, `undo:` and its id; undefined where the runbook has none for it. */
export function undoOf(step: Step): Step | undefined {
  if (!step.undo) return undefined
  const {
    modes: _,
    before: __,
    after: ___,
    undo,
    insteadOf: ____,
    wave: _____,
    expected: ______,
    expectedP95: _______,
    ...rest
  } = step
  const { title, work, effect, timeout, attempts, backoff } = undo
  return {
    ...rest,
    id: `undo:${step.id}`,
    title,
    objective: `What ${step.id} did is taken back`,
    needs: [],
    work,
    effect,
    timeout,
    attempts,
    backoff,
    irreversible: false,
    essential: true,
  }
}
