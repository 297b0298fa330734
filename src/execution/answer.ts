import { type Happening, type RunState, stepState } from '#journal'
import { deciders, personOf, type Runbook, type Step } from '#runbook'
import { isOver } from './attempt.ts'
import type { Asked, Command } from './command.ts'
import { stepNamed } from './network.ts'
import { decidersNow } from './people.ts'
import type { Signal } from './ports.ts'

type Ask = Extract<Command, { do: 'ask' }>

/** What an answer to a signal is made from. */
export interface Given {
  readonly runbook: Runbook
  readonly state: RunState
  readonly signal: Signal
  /** What the run waits for. */
  readonly asks: readonly Ask[]
  /** Whether nobody waits for the step any more. */
  isSettled(step: string): boolean
}

/** The events that answer a signal, or a sentence that says why it cannot be used. */
export type Answer = readonly Happening[] | string

/** The answer about the step that the signal names, what takes one back included. */
export function ofStep({ runbook, signal }: Given, answer: (step: Step) => Answer): Answer {
  const id = signal.step ?? ''
  const step = stepNamed(runbook, id)
  return step ? answer(step) : `The runbook has no step "${id}".`
}

export function isAsked({ asks }: Given, step: Step, what?: Asked): boolean {
  return asks.some((one) => one.step === step.id && (what === undefined || one.for === what))
}

export function notAsked({ state }: Given, step: Step): string {
  const at = stepState(state, step.id)
  return at.status === 'notStarted'
    ? `${step.id} cannot be answered yet: steps before it are not done.`
    : `${step.id} is not waiting: it is ${isOver(step, at) ? 'over' : at.status}.`
}

export function claimedByOther({ runbook, state, signal }: Given, step: Step): string | undefined {
  const by = stepState(state, step.id).claimedBy
  if (by === undefined || personOf(runbook, by) === personOf(runbook, signal.by)) return undefined
  return `${by} has claimed ${step.id}; it can be handed over with \`muster run handover\`.`
}

/** Who may cancel a run or switch its mode: whoever may take one of its decisions. */
export function mayNotSteer({ runbook, state, signal }: Given): string | undefined {
  const all = runbook.steps.flatMap((step) => decidersNow(runbook, state, step))
  return all.length === 0 || all.includes(signal.by)
    ? undefined
    : `"${signal.by}" may not do that: ${[...new Set(all)].join(', ')} may.`
}

/** Everybody whom the runbook names. */
export function roles(runbook: Runbook): ReadonlySet<string> {
  return new Set([
    ...runbook.people.map(({ role }) => role),
    ...runbook.steps.flatMap((step) => [
      step.owner,
      ...(step.work.kind === 'decision' ? deciders(runbook, step.work.deciders) : []),
    ]),
  ])
}

export function text(signal: Signal, name: string): string | undefined {
  const value = signal.data?.[name]
  return typeof value === 'string' ? value : undefined
}

export function comment(signal: Signal): { comment?: string } {
  return signal.comment === undefined ? {} : { comment: signal.comment }
}

export function stepOf(signal: Signal): { step?: string } {
  return signal.step === undefined ? {} : { step: signal.step }
}
