import type { RunState } from '#journal'
import { stepState } from '#journal'
import { type Fault, type Runbook, type Step, stepsIn } from '#runbook'
import { type Duration, seconds } from '#units'

/** For how long nothing may have happened before a cause goes that no step waits for. */
const settled: Duration = seconds(3)

/** What the rehearsal does; a runbook of before it was written down loses regions. */
export function faultOf({ fault, scenario }: Runbook): Fault {
  return fault ?? { as: 'cut-off', regions: scenario.loses, components: [], between: [] }
}

/**
 * Whether anybody takes the cause away during the run: what goes by itself is left alone, what was destroyed stays so,
 * and what is gone for long does not come back.
 */
export function goes({ scenario }: Runbook, { as }: Fault): boolean {
  return scenario.class !== 'extended' && as !== 'frozen' && as !== 'dropped' && as !== 'altered'
}

/**
 * Whether the runbook has come to where the cause may go, as far as steps tell: lost regions and failed parts come back
 * once customers were sent over; a line and a management, once a step waits for them, or, where none does, once nothing
 * has happened for a while.
 * @param now seconds on the run's clock
 */
export function mayGo(runbook: Runbook, { as }: Fault, state: RunState, now: number): boolean {
  const steps = stepsIn(runbook, state.mode)
  if (as !== 'partitioned' && as !== 'refused') return routed(runbook, steps, state)
  const waiting = steps.filter(waits)
  if (waiting.length > 0) return waiting.some(({ id }) => stepState(state, id).status !== 'notStarted')
  const all = steps.map(({ id }) => stepState(state, id))
  const last = Math.max(state.startedAt ?? 0, ...all.map(({ since = 0 }) => since))
  return all.every(({ status }) => status !== 'running') && now - last >= settled
}

/** Customers were sent over, be it by what stands in for a step. */
function routed(runbook: Runbook, steps: readonly Step[], state: RunState): boolean {
  const isDone = (step: string): boolean => ['succeeded', 'skipped'].includes(stepState(state, step).status)
  return steps
    .filter((step) => step.phase === 'route')
    .every(({ id }) => isDone(id) || runbook.steps.some((other) => other.insteadOf === id && isDone(other.id)))
}

/** Whether the step does nothing but wait until the cause is away, be it a machine or a person who waits. */
function waits({ id, work }: Step): boolean {
  if (work.kind === 'action') return work.use === 'activation.clear'
  return work.kind === 'manual' && /^(heal|return)\./.test(id)
}
