import { type Mode, type Runbook, type Step, stepsIn } from '#runbook'

/** The phases that customers do not notice. */
const before: readonly Step['phase'][] = ['detect', 'decide', 'communicate']

/**
 * The steps of a planned switch with the first of which customers begin to wait: those that contain, or, where there
 * are none, all that change anything.
 * @param mode of the run, where it is not the runbook's own
 * @returns step ids in runbook order
 */
export function openingSteps(runbook: Runbook, mode?: Mode): readonly string[] {
  const all = stepsIn(runbook, mode)
  const contain = all.filter((step) => step.phase === 'contain')
  const steps = contain.length > 0 ? contain : all.filter((step) => !before.includes(step.phase))
  return steps.map((step) => step.id)
}
