import type { Runbook, Step } from '#runbook'

/**
 * Whether nothing was lost beforehand: then nobody waits for detection, and customers wait only while sides change over,
 * or, in a rehearsal apart, not at all.
 */
export function isPlanned(runbook: Runbook): boolean {
  return runbook.mode !== 'forced' || runbook.direction === 'failback'
}

/** Whether a step's end follows from the plan's probes and criteria, so that it needs no estimate. */
export function isWatch(step: Step, runbook: Runbook): boolean {
  return step.work.kind === 'action' && step.work.use === 'activation.watch' && !isPlanned(runbook)
}
