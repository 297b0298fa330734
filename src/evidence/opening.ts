import type { Runbook, Step } from '#runbook'

/** The phases that customers do not notice. */
const before: readonly Step['phase'][] = ['detect', 'decide', 'communicate']

/**
 * The steps of a planned switch with the first of which customers begin to wait: those that contain, or, where there
 * are none, all that change anything.
 * @returns step ids in runbook order
 */
export function openingSteps(runbook: Runbook): readonly string[] {
  const contain = runbook.steps.filter((step) => step.phase === 'contain')
  const steps = contain.length > 0 ? contain : runbook.steps.filter((step) => !before.includes(step.phase))
  return steps.map((step) => step.id)
}
