import { sha256 } from '#digest'
import type { StepState } from '#journal'
import type { Step } from '#runbook'
import { type Duration, seconds } from '#units'

const longestBackoff = 30

/**
 * The same for every attempt of a step in a run: what a keyed target drops repeats by.
 * @param takenBack how often it has been taken back: done again after that, it is no repeat
 */
export function stepKey(run: string, step: string, takenBack = 0): string {
  const times = takenBack > 0 ? `\n${takenBack}` : ''
  return sha256(`${run}\n${step}${times}`).slice(0, 32)
}

/** How long to wait before the attempt after `attempt`: doubling from the step's backoff, with up to a half of jitter. */
export function backoff(run: string, step: Step, attempt: number): Duration {
  const base = Math.min(step.backoff * 2 ** (attempt - 1), longestBackoff)
  // The jitter comes from what the attempt is called, so that a replay waits just as long.
  const chance = Number.parseInt(sha256(`${run}\n${step.id}\n${attempt}`).slice(0, 8), 16) / 2 ** 32
  return seconds(Number((base * (1 + chance / 2)).toFixed(3)))
}

/** Whether an attempt that has failed may have changed something that nobody can look at. */
export function leavesDoubt(step: Step, at: StepState): boolean {
  return step.effect === 'unkeyed' && at.harmless !== true
}

/** Whether the step has failed or been declined for good; a failure that leaves a doubt is a doubt instead. */
export function isOver(step: Step, at: StepState): boolean {
  if (at.status === 'rejected') return true
  if (at.status !== 'failed' || leavesDoubt(step, at)) return false
  return at.retryable !== true || at.attempts >= step.attempts + (at.granted ?? 0)
}
