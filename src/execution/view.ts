import { Failure } from '#diagnostics'
import { type JournalRecord, recordHash, replay, stepState } from '#journal'
import type { Runbook } from '#runbook'
import { decide } from './decide.ts'
import { deciders } from './signals.ts'

/**
 * A run as it stands, from its journal alone: the runbook it is driven by is in the first record.
 * @returns its steps in runbook order, each with what it waits for where it waits for a person
 * @throws Failure `corrupt` where the journal does not begin with its runbook
 */
export function runView(records: readonly JournalRecord[]) {
  const first = records[0]
  if (first?.type !== 'runStarted') throw new Failure('corrupt', 'A journal does not begin with its runbook.')
  const runbook = first.data.runbook as unknown as Runbook
  const state = replay(records)
  const asked = new Map(
    decide(runbook, state).flatMap((command) => (command.do === 'ask' ? [[command.step, command] as const] : [])),
  )
  return {
    run: first.runId,
    plan: runbook.plan.name,
    scenario: runbook.scenario.id,
    direction: runbook.direction,
    kind: first.data.kind,
    subject: first.data.subject,
    target: first.data.target,
    ...(state.outcome === undefined ? {} : { outcome: state.outcome }),
    startedAt: first.ts,
    head: recordHash(records.at(-1) ?? first),
    records,
    steps: runbook.steps.map((step) => {
      const { status, attempts } = stepState(state, step.id)
      const waitsFor = asked.has(step.id) ? waiting(runbook, step) : undefined
      return {
        id: step.id,
        title: step.title,
        phase: step.phase,
        state: status,
        attempts,
        ...(waitsFor ? { waitsFor } : {}),
      }
    }),
  }
}

function waiting(runbook: Runbook, step: Runbook['steps'][number]): string {
  return step.work.kind === 'decision'
    ? `a decision by ${deciders(runbook, step.work.deciders).join(' or ')}`
    : step.work.kind === 'manual'
      ? `${step.owner}: ${step.work.instruction}`
      : 'a named person to say whether it has happened'
}
