import { sha256 } from '#digest'
import { type Happening, type Outcome, type RunState, type StepState, stepState } from '#journal'
import type { Runbook, Step } from '#runbook'
import { type Duration, seconds } from '#units'

/** What is to be done next. A driver carries commands out and may not add any of its own. */
export type Command =
  /** Run the step's action; `key` is the same for every attempt of the step in the run. */
  | { readonly do: 'start'; readonly step: string; readonly attempt: number; readonly key: string }
  /** Look whether the effect of an attempt has happened. */
  | { readonly do: 'probe'; readonly step: string; readonly attempt: number; readonly key: string }
  /** Write down that only a person can tell. */
  | { readonly do: 'doubt'; readonly step: string; readonly attempt: number; readonly reason: string }
  /** Take the decision automatically, as the runbook says. */
  | { readonly do: 'decide'; readonly step: string }
  /** A person has to decide, to do, or to resolve a doubt. */
  | { readonly do: 'ask'; readonly step: string; readonly for: 'decision' | 'work' | 'doubt' }
  /** Let a timer fire after this long; it is counted from when the command is first seen. */
  | { readonly do: 'wait'; readonly timer: string; readonly for: Duration }
  | { readonly do: 'finish'; readonly outcome: Outcome; readonly reason?: string }

const longestBackoff = 30

/**
 * What a run does next: every command that may begin now, in runbook order. Pure and total: the same runbook and state
 * give the same commands, whoever asks and when. An empty answer means that something under way must end first.
 */
export function decide(runbook: Runbook, state: RunState): readonly Command[] {
  if (state.outcome !== undefined) return []
  const standing = runbook.steps.map((step) => ({ step, at: stepState(state, step.id) }))
  const busy = standing.some(({ at }) => at.status === 'running')
  const refused = standing.find(({ at }) => at.status === 'rejected')
  const broken = standing.find(({ step, at }) => step.essential && (isOver(step, at) || isLeftInDoubt(runbook, at)))
  if (refused || broken) {
    // What has begun is let end, so that its result is known; nothing new begins.
    if (busy) return []
    return refused
      ? [{ do: 'finish', outcome: 'refused', reason: `${refused.step.id} was rejected` }]
      : [{ do: 'finish', outcome: 'failed', reason: `${broken?.step.id}: ${broken?.at.message ?? 'failed'}` }]
  }
  const settled = new Set(standing.filter(({ step, at }) => isSettled(step, at)).map(({ step }) => step.id))
  if (settled.size === standing.length) return [{ do: 'finish', outcome: 'succeeded' }]
  return standing
    .filter(({ step }) => !settled.has(step.id) && step.needs.every((need) => settled.has(need)))
    .flatMap(({ step, at }) => next(runbook, state, step, at))
}

/**
 * What a driver writes down before it touches the world: decisions that the runbook takes itself, doubts, and the start
 * of every attempt that may begin. They follow from the state alone, so they are written together with what led to them.
 */
export function intents(runbook: Runbook, state: RunState): readonly Happening[] {
  return decide(runbook, state).flatMap((command): readonly Happening[] => {
    switch (command.do) {
      case 'start':
        return [{ type: 'stepStarted', data: { step: command.step, attempt: command.attempt, key: command.key } }]
      case 'decide':
        return [{ type: 'decided', data: { step: command.step, decision: 'approved', method: 'automatic' } }]
      case 'doubt':
        return [{ type: 'stepInDoubt', data: { step: command.step, attempt: command.attempt, reason: command.reason } }]
      default:
        return []
    }
  })
}

/** The same for every attempt of a step in a run: what a keyed target drops repeats by. */
export function stepKey(run: string, step: string): string {
  return sha256(`${run}\n${step}`).slice(0, 32)
}

/** How long to wait before the attempt after `attempt`: doubling from the step's backoff, with up to a half of jitter. */
export function backoff(run: string, step: Step, attempt: number): Duration {
  const base = Math.min(step.backoff * 2 ** (attempt - 1), longestBackoff)
  // The jitter comes from what the attempt is called, so that a replay waits just as long.
  const chance = Number.parseInt(sha256(`${run}\n${step.id}\n${attempt}`).slice(0, 8), 16) / 2 ** 32
  return seconds(Number((base * (1 + chance / 2)).toFixed(3)))
}

function next(runbook: Runbook, state: RunState, step: Step, at: StepState): readonly Command[] {
  const key = stepKey(state.run, step.id)
  const start: Command = { do: 'start', step: step.id, attempt: at.attempts + 1, key }
  const probe: Command = { do: 'probe', step: step.id, attempt: at.attempts, key }
  switch (at.status) {
    case 'notStarted':
      if (step.work.kind === 'action') return [start]
      if (step.work.kind === 'manual') return [{ do: 'ask', step: step.id, for: 'work' }]
      return runbook.decision === 'automatic'
        ? [{ do: 'decide', step: step.id }]
        : [{ do: 'ask', step: step.id, for: 'decision' }]
    case 'interrupted':
      if (step.effect === 'probed') return [probe]
      if (step.effect === 'unkeyed') return [doubt(step, at, 'its driver was lost while it ran')]
      return [start]
    case 'verifiedNotDone':
      return [start]
    case 'unverifiable':
      return [doubt(step, at, 'a look at the target did not tell whether it has happened')]
    case 'failed': {
      if (step.effect === 'unkeyed') return [doubt(step, at, at.message ?? 'it failed')]
      const timer = `retry:${step.id}:${at.attempts}`
      if (!state.timers.has(timer)) return [{ do: 'wait', timer, for: backoff(state.run, step, at.attempts) }]
      return [step.effect === 'probed' ? probe : start]
    }
    case 'inDoubt':
      return [{ do: 'ask', step: step.id, for: 'doubt' }]
    case 'running':
    case 'succeeded':
    case 'rejected':
      return []
  }
}

function doubt(step: Step, at: StepState, reason: string): Command {
  return { do: 'doubt', step: step.id, attempt: at.attempts, reason }
}

/** Whether the step has failed for good. A retryable failure that might have had an effect is a doubt instead. */
function isOver(step: Step, at: StepState): boolean {
  if (at.status !== 'failed') return false
  if (at.retryable !== true) return true
  return at.attempts >= step.attempts && step.effect !== 'unkeyed'
}

/** A rehearsal that decides for itself has nobody to ask; it ends, and says what nobody knows. */
function isLeftInDoubt(runbook: Runbook, at: StepState): boolean {
  return at.status === 'inDoubt' && runbook.decision === 'automatic'
}

function isSettled(step: Step, at: StepState): boolean {
  return at.status === 'succeeded' || (!step.essential && isOver(step, at))
}
