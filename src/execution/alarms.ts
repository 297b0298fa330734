import { type RunState, stepState } from '#journal'
import { type Runbook, stepIn } from '#runbook'
import { seconds } from '#units'
import type { Command } from './command.ts'
import { networkOf } from './network.ts'
import { waiting } from './next.ts'
import { blipTimer } from './standing.ts'

/** The shares of a recovery-time objective at which those who watch are told. */
const shares = [0.75, 1] as const

/** The alarms of flows that are not restored yet: three quarters of their RTO are over, and all of it. */
export function deadlines(runbook: Runbook, state: RunState, isSettled: (step: string) => boolean): readonly Command[] {
  if (runbook.direction !== 'failover') return []
  return runbook.flows.flatMap((flow) => {
    const { rto } = flow.objectives
    if (rto === undefined || flow.restoredBy.every(isSettled)) return []
    return shares.flatMap((share) =>
      waiting(state, `deadline:${flow.id}:${share * 100}`, seconds(rto * share), state.t0),
    )
  })
}

/**
 * How long it may stay open whether there is a disaster at all, before a person is asked. It counts from the first look
 * on, however often the look had to begin anew.
 */
export function blips(runbook: Runbook, state: RunState, isSettled: (step: string) => boolean): readonly Command[] {
  const blip = runbook.activation?.blip
  if (blip === undefined || runbook.decision === 'automatic') return []
  return networkOf(runbook).detects.flatMap((step) => {
    if (!stepIn(step, state.mode ?? runbook.mode) || isSettled(step.id)) return []
    const { begunAt } = stepState(state, step.id)
    return begunAt === undefined ? [] : waiting(state, blipTimer(step.id), blip, begunAt)
  })
}
