import { type RunState, type StepState, stepState } from '#journal'
import type { Runbook, Step, Work } from '#runbook'
import { type Duration, seconds } from '#units'
import { backoff, leavesDoubt, stepKey } from './attempt.ts'
import type { Command } from './command.ts'
import { escalationTimer, verdictOf } from './people.ts'

type Decision = Extract<Work, { kind: 'decision' }>

/** What a step that may go on is to do next, given how it stands. */
export function next(runbook: Runbook, state: RunState, step: Step): readonly Command[] {
  const at = stepState(state, step.id)
  switch (at.status) {
    case 'notStarted':
    case 'verifiedNotDone':
      return [begin(runbook, state, step)]
    case 'waiting':
      return step.work.kind === 'decision'
        ? open(state, step, step.work, at)
        : [ask(step, 'work'), ...slow(state, step)]
    case 'running':
      return slow(state, step)
    case 'interrupted':
      if (step.effect === 'probed') return [probe(state, step, at)]
      if (step.effect === 'unkeyed') return [doubt(step, at, 'its driver was lost while it ran')]
      return [start(state, step, at)]
    case 'unverifiable':
      return [doubt(step, at, 'a look at the target did not tell whether it has happened')]
    case 'failed': {
      if (leavesDoubt(step, at)) return [doubt(step, at, at.message ?? 'it failed')]
      const timer = `retry:${step.id}:${at.attempts}`
      const waits = waiting(state, timer, backoff(state.run, step, at.attempts), at.since)
      if (waits.length > 0) return waits
      return [step.effect === 'probed' && at.harmless !== true ? probe(state, step, at) : start(state, step, at)]
    }
    case 'inDoubt':
      return [ask(step, 'doubt')]
    case 'undone':
      return [ask(step, 'failure')]
    case 'succeeded':
    case 'skipped':
    case 'rejected':
      return []
  }
}

export function ask(step: Step, what: 'decision' | 'work' | 'doubt' | 'failure'): Command {
  return { do: 'ask', step: step.id, for: what }
}

export function doubt(step: Step, at: StepState, reason: string): Command {
  return { do: 'doubt', step: step.id, attempt: at.attempts, reason }
}

export function probe(state: RunState, step: Step, at: StepState): Command {
  return { do: 'probe', step: step.id, attempt: at.attempts, key: stepKey(state.run, step.id, at.takenBack) }
}

function start(state: RunState, step: Step, at: StepState): Command {
  return { do: 'start', step: step.id, attempt: at.attempts + 1, key: stepKey(state.run, step.id, at.takenBack) }
}

/** How a step begins: its act, or the question to a person. */
export function begin(runbook: Runbook, state: RunState, step: Step): Command {
  const at = stepState(state, step.id)
  switch (step.work.kind) {
    case 'action':
      return start(state, step, at)
    case 'manual':
      return { do: 'open', step: step.id }
    case 'decision':
      if (runbook.decision === 'automatic')
        return { do: 'decide', step: step.id, decision: 'approved', method: 'automatic' }
      return step.work.accepts === 'loss' && at.shown === undefined
        ? { do: 'show', step: step.id }
        : { do: 'open', step: step.id }
  }
}

/** A question that is open: whether enough have answered, whom it goes to next, and what comes when nobody answers. */
function open(state: RunState, step: Step, work: Decision, at: StepState): readonly Command[] {
  const verdict = verdictOf(work, at.votes ?? [], state.glassBrokenBy)
  if (verdict !== undefined) return [{ do: 'decide', step: step.id, decision: verdict, method: 'person' }]
  const late = `undecided:${step.id}`
  if (state.timers.has(late) && work.ifUndecided === 'failover')
    return [
      {
        do: 'decide',
        step: step.id,
        decision: 'approved',
        method: 'automatic',
        comment: `Nobody decided within ${work.within} s, and the plan says to go then.`,
      },
    ]
  const waits = (work.escalation ?? []).flatMap(({ after }, place) =>
    waiting(state, escalationTimer(step.id, place), after, at.since),
  )
  return [
    ask(step, 'decision'),
    ...waits,
    ...(work.within === undefined ? [] : waiting(state, late, work.within, at.since)),
  ]
}

/** The alarm of a step that takes longer than it usually does. */
export function slow(state: RunState, step: Step): readonly Command[] {
  const { attempts, since } = stepState(state, step.id)
  const usual = state.usual[step.id]
  return usual === undefined ? [] : waiting(state, `slow:${step.id}:${attempts}`, seconds(usual), since)
}

/** A timer that has not fired yet. */
export function waiting(
  state: RunState,
  timer: string,
  after: Duration,
  since: number | undefined,
): readonly Command[] {
  if (state.timers.has(timer)) return []
  return [{ do: 'wait', timer, for: after, ...(since === undefined ? {} : { since }) }]
}
