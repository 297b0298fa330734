import type { Plan } from '#plan'
import type { Recovery, Workload } from './model.ts'
import { isRegional } from './served.ts'

/** How a workload answers an event. */
export interface Answered {
  readonly recovery?: Recovery
  readonly because?: string
}

/**
 * The scenario that answers the loss of regions: the one that loses exactly these, else one that loses a part of them and
 * recovers into what is left, else, for one region, that of another region which serves the very same components.
 * @param lost names of regions of the plan; rising, not empty
 */
export function answerToRegions({ plan, recoveries }: Workload, lost: readonly string[]): Answered {
  const regional = recoveries.filter(({ runbook }) => runbook.scenario.class === 'region')
  const exact = regional.find(({ runbook }) => same(runbook.scenario.loses, lost))
  if (exact) return { recovery: exact }
  const part = regional.find(
    ({ runbook }) =>
      runbook.scenario.loses.length > 0 &&
      runbook.scenario.loses.every((one) => lost.includes(one)) &&
      !lost.includes(runbook.to) &&
      servingIn(plan, lost) === servingIn(plan, runbook.scenario.loses),
  )
  if (part) return { recovery: part, because: `it recovers into ${part.runbook.to}, which is left` }
  if (lost.length > 1) return {}
  const mirror = regional.find(
    ({ runbook }) =>
      runbook.scenario.loses.length === 1 &&
      servingIn(plan, lost) !== '' &&
      servingIn(plan, runbook.scenario.loses) === servingIn(plan, lost),
  )
  return mirror
    ? { recovery: mirror, because: `no scenario loses ${lost.join(', ')}, and both serve the same components` }
    : {}
}

/** The scenario that answers the loss of capabilities everywhere: one that takes some of them, else any of its class. */
export function answerToControlPlane({ plan, recoveries }: Workload, taken: readonly string[]): Answered {
  const fit = recoveries.filter(({ runbook }) => runbook.scenario.class === 'control-plane')
  const takes = ({ runbook }: Recovery): boolean =>
    (plan.scenarios[runbook.scenario.id]?.takes ?? []).some((one) => taken.includes(one))
  const recovery = fit.find(takes) ?? fit[0]
  return recovery ? { recovery } : {}
}

/** The scenarios of spoilt data. */
export function corruptions({ recoveries }: Workload): readonly Recovery[] {
  return recoveries.filter(({ runbook }) => runbook.scenario.class === 'corruption')
}

/** Whether the loss of regions has the flow down where nothing answers it: a component serves in no region that is left. */
export function stranded(plan: Plan, essentials: readonly string[], lost: readonly string[]): boolean {
  return essentials.some((name) => {
    const component = plan.components[name]
    const active = component?.active ?? []
    return (
      component !== undefined &&
      isRegional(component.type) &&
      active.length > 0 &&
      active.every((region) => lost.includes(region))
    )
  })
}

/** The components that serve in one of the regions, as one text to compare. */
function servingIn(plan: Plan, regions: readonly string[]): string {
  return Object.entries(plan.components)
    .filter(([, { active }]) => (active ?? []).some((region) => regions.includes(region)))
    .map(([name]) => name)
    .sort()
    .join(' ')
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one))
}
