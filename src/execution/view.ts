import { Failure } from '#diagnostics'
import { type JournalRecord, type RunState, recordHash, replay, stepState } from '#journal'
import { type Runbook, type Step, standIn, stepIn, type Work } from '#runbook'
import type { Asked } from './command.ts'
import { decide } from './decide.ts'
import { answerChallenge } from './keys.ts'
import { boundTo, decidersNow } from './people.ts'

/**
 * A run as it stands, from its journal alone: the runbook it is driven by is in the first record.
 * @returns its steps in runbook order, each with what it waits for where it waits for a person; steps of another mode
 * are left out unless something was done of them
 * @throws Failure `corrupt` where the journal does not begin with its runbook
 */
export function runView(records: readonly JournalRecord[]) {
  const first = records[0]
  if (first?.type !== 'runStarted') throw new Failure('corrupt', 'A journal does not begin with its runbook.')
  const runbook = first.data.runbook as unknown as Runbook
  const state = replay(records)
  const mode = state.mode ?? runbook.mode
  const asked = new Map(
    decide(runbook, state).flatMap((command) => (command.do === 'ask' ? [[command.step, command.for] as const] : [])),
  )
  /** The time of day of what happened then on the clock of the run's holder; a step stands as it does since a record. */
  const timeOf = (mono: number | undefined): string => {
    // Records of earlier holders come before, whatever their clock says.
    const record = records.findLast(({ tsMono }) => tsMono === mono) as JournalRecord
    return record.ts
  }
  const undone = runbook.steps.flatMap((step) => {
    const id = `undo:${step.id}`
    return state.steps.has(id) && step.undo ? [{ ...step, id, title: step.undo.title, work: step.undo.work }] : []
  })
  const shownSteps = [...runbook.steps, ...undone].filter((step) => stepIn(step, mode) || state.steps.has(step.id))
  return {
    run: first.runId,
    plan: runbook.plan.name,
    scenario: runbook.scenario.id,
    direction: runbook.direction,
    mode,
    kind: first.data.kind,
    subject: first.data.subject,
    target: first.data.target,
    ...(state.absent === undefined ? {} : { absent: state.absent }),
    paused: state.paused,
    cancelling: state.cancelling !== undefined,
    ...(state.outcome === undefined ? {} : { outcome: state.outcome }),
    startedAt: first.ts,
    head: recordHash(records.at(-1) as JournalRecord),
    records,
    items: [...state.items.values()],
    steps: shownSteps.map((step) => {
      const { status, attempts, claimedBy, message, votes = [], shown, since } = stepState(state, step.id)
      const what = asked.get(step.id)
      return {
        id: step.id,
        title: step.title,
        phase: step.phase,
        state: status,
        attempts,
        ...(message === undefined ? {} : { message }),
        ...(claimedBy === undefined ? {} : { claimedBy }),
        ...(what === undefined
          ? {}
          : {
              asks: what,
              waitsFor: waiting(
                standingIn(runbook, state, step),
                what,
                decidersNow(runbook, state, step),
                votes.length,
              ),
              since: timeOf(since),
            }),
        ...(shown === undefined ? {} : { shown }),
        ...(what === 'decision'
          ? {
              bound: boundTo(runbook, state, step.id),
              challenge: answerChallenge(state.run, step.id, boundTo(runbook, state, step.id), 'approved'),
            }
          : {}),
      }
    }),
  }
}

/** The step as the one does it who stands in for an owner who takes no part. */
function standingIn(runbook: Runbook, { absent = [] }: RunState, step: Step): Step {
  return { ...step, owner: standIn(runbook, step.owner, absent) ?? step.owner }
}

/** What the run waits for, in words. */
function waiting(step: Step, what: Asked, deciders: readonly string[], answered: number): string {
  if (what === 'doubt') return 'a named person to say whether it has happened'
  if (what === 'failure') return 'a person to say what now: retry, done by hand, skip, or cancel the run'
  const { owner, work } = step
  if (work.kind !== 'decision') return `${owner}: ${(work as Extract<Work, { kind: 'manual' }>).instruction}`
  const { atLeast = 1 } = work
  if (atLeast === 1) return `a decision by ${deciders.join(' or ')}`
  return `${atLeast} of these, ${answered} so far: ${deciders.join(', ')}`
}
