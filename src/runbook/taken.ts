import type { Plan, Scenario } from '#plan'
import type { Step } from './model.ts'

/** What a scenario takes away: what it says, and what its class means anyway. */
export function takenBy({ class: kind, takes = [] }: Pick<Scenario, 'class' | 'takes'>): ReadonlySet<string> {
  return new Set(kind === 'control-plane' ? [...takes, 'arm-control-plane', 'create-or-scale-compute'] : takes)
}

/** Phases that come when what was lost is back, or nothing waits for them. */
const late = new Set<Step['phase']>(['reconcile', 're-protect', 'review'])

/** Which steps cannot be done as long as something is gone that the scenario takes, in one sentence for each. */
export function takenGaps(plan: Plan, scenario: Scenario, steps: readonly Step[]): readonly string[] {
  return [...takenBy(scenario)].flatMap((capability) => {
    const stuck = steps.filter(
      (step) => !late.has(step.phase) && step.requires.includes(capability) && !byPhone(plan, step),
    )
    if (stuck.length === 0) return []
    return [`While ${capability} is gone, ${stuck.map(({ id }) => id).join(', ')} cannot be done.`]
  })
}

/** Whether people can decide without what they usually decide with, because one of them has a phone. */
function byPhone({ contacts = {} }: Plan, { work }: Step): boolean {
  return (
    work.kind === 'decision' &&
    work.deciders.some((role) => Object.hasOwn(contacts, role) && contacts[role]?.phone !== undefined)
  )
}
