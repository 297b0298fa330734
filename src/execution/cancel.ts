import { type RunState, stepState } from '#journal'
import { type Runbook, type Step, undoOf } from '#runbook'
import { isOver } from './attempt.ts'
import type { Command } from './command.ts'
import { ask, begin, doubt, next, probe } from './next.ts'

/**
 * What a run that is being cancelled does next, when nothing is under way any more: it takes back exactly what was done,
 * the last thing first and one at a time. What nobody knows of is looked at, or asked, before what came earlier is taken
 * back.
 */
export function cancelling(runbook: Runbook, state: RunState): readonly Command[] {
  const back = state.cancelling?.undo === true ? takingBack(runbook, state) : []
  if (back.length > 0) return back
  const reason = [state.cancelling?.comment ?? 'cancelled', ...leftBehind(runbook, state)].join('; ')
  return [{ do: 'finish', outcome: 'cancelled', reason }]
}

/** What is taken back next; nothing once all that was done was taken back, as far as that can be. */
export function takingBack(runbook: Runbook, state: RunState): readonly Command[] {
  for (const step of runbook.steps.toReversed()) {
    const commands = takenBack(runbook, state, step)
    if (commands.length > 0) return commands
  }
  return []
}

/** In words, what a run leaves in the world that ends before its end. */
export function leftBehind(runbook: Runbook, state: RunState): readonly string[] {
  const acts = runbook.steps.filter((step) => step.effect !== 'none')
  const left = acts.filter((step) => stepState(state, step.id).status === 'succeeded')
  const unknown = acts.filter((step) => isUnknown(state, step))
  return [
    ...(left.length > 0 ? [`not taken back: ${left.map(({ id }) => id).join(', ')}`] : []),
    ...(unknown.length > 0 ? [`not known whether it was done: ${unknown.map(({ id }) => id).join(', ')}`] : []),
  ]
}

/** What was done, is being done or may have been, behind which the old side cannot be gone back to. */
export function pointOfNoReturn(runbook: Runbook, state: RunState): Step | undefined {
  return runbook.steps.find(
    (step) =>
      step.irreversible &&
      (['running', 'succeeded'].includes(stepState(state, step.id).status) || isUnknown(state, step)),
  )
}

/** Whether anything was done that the runbook knows how to take back. */
export function hasWayBack(runbook: Runbook, state: RunState): boolean {
  return runbook.steps.some(
    (step) => !step.irreversible && undoOf(step) !== undefined && stepState(state, step.id).status === 'succeeded',
  )
}

function takenBack(runbook: Runbook, state: RunState, step: Step): readonly Command[] {
  const at = stepState(state, step.id)
  const undo = step.irreversible ? undefined : undoOf(step)
  const isAutomatic = runbook.decision === 'automatic'
  if (isUnknown(state, step) && (undo || step.effect === 'unkeyed')) {
    // Nobody is there to be asked; the end says what is not known.
    if (at.status === 'inDoubt') return isAutomatic ? [] : [ask(step, 'doubt')]
    if (at.status === 'unverifiable')
      return [doubt(step, at, 'a look at the target did not tell whether it has happened')]
    // Nothing is repeated once the run is cancelled, not even what would be harmless to repeat.
    return step.effect === 'probed'
      ? [probe(state, step, at)]
      : [doubt(step, at, 'the run was cancelled while it was under way')]
  }
  if (at.status !== 'succeeded' || !undo) return []
  const back = stepState(state, undo.id)
  // It was taken back before, and done again since.
  if (back.status === 'succeeded') return [begin(runbook, state, undo)]
  if (isOver(undo, back) || (isAutomatic && back.status === 'inDoubt')) return isAutomatic ? [] : [ask(undo, 'failure')]
  return next(runbook, state, undo)
}

/** Whether something of the step may stand in the world, and nobody knows whether it does. */
function isUnknown(state: RunState, step: Step): boolean {
  const { status, harmless } = stepState(state, step.id)
  if (step.effect === 'none' || harmless === true) return false
  return ['interrupted', 'unverifiable', 'inDoubt', 'failed', 'skipped'].includes(status)
}
