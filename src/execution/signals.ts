import { type Happening, type RunState, stepState } from '#journal'
import type { Runbook } from '#runbook'
import { decide } from './decide.ts'
import type { Signal } from './ports.ts'

/**
 * The event that answers a signal, given where the run stands. Total: a signal that cannot be used is answered with
 * the reason, and nothing that was acknowledged disappears.
 */
export function answered(runbook: Runbook, state: RunState, signal: Signal): Happening {
  const refused = (reason: string): Happening => ({ type: 'signalRefused', data: { signal: signal.id, reason } })
  if (signal.kind === 'note')
    return {
      type: 'noted',
      data: {
        text: signal.comment ?? '',
        signal: signal.id,
        ...(signal.step === undefined ? {} : { step: signal.step }),
      },
    }
  const step = runbook.steps.find((candidate) => candidate.id === signal.step)
  if (!step) return refused(`The runbook has no step "${signal.step ?? ''}".`)
  const at = stepState(state, step.id)
  if (at.status !== 'notStarted') return refused(`${step.id} is not waiting: it is ${at.status}.`)
  if (!decide(runbook, state).some((command) => command.do === 'ask' && command.step === step.id))
    return refused(`${step.id} cannot be answered yet: steps before it are not done.`)
  if (signal.kind === 'done') {
    if (step.work.kind !== 'manual') return refused(`${step.id} is not done by a person.`)
    return { type: 'manualDone', data: { step: step.id, result: signal.comment ?? 'done', signal: signal.id } }
  }
  if (step.work.kind !== 'decision') return refused(`${step.id} is not a decision.`)
  if (!mayDecide(runbook, step.work.deciders, signal.by))
    return refused(`"${signal.by}" may not decide ${step.id}: ${step.work.deciders.join(', ')} or their deputies may.`)
  return {
    type: 'decided',
    data: {
      step: step.id,
      decision: signal.kind === 'approve' ? 'approved' : 'rejected',
      method: 'person',
      signal: signal.id,
      ...(signal.comment === undefined ? {} : { comment: signal.comment }),
    },
  }
}

/** The roles that may take a decision: the deciders and, one level down, their deputies. */
export function deciders(runbook: Runbook, roles: readonly string[]): readonly string[] {
  const deputies = roles.flatMap((role) => {
    const deputy = runbook.people.find((person) => person.role === role)?.deputy
    return deputy === undefined ? [] : [deputy]
  })
  return [...new Set([...roles, ...deputies])]
}

function mayDecide(runbook: Runbook, roles: readonly string[], by: string): boolean {
  return deciders(runbook, roles).includes(by)
}
