import type { Given, Reason } from './class.ts'

/** The region that is left, the one that takes over, and what goes there, in order of the plan. */
export interface Sides {
  readonly lost: string
  readonly survivor: string
  readonly moved: readonly string[]
}

/** The sides of a scenario that loses a region, or why they are not clear. */
export function sidesOf({ plan, scenario }: Pick<Given, 'plan' | 'scenario'>): Sides | Reason {
  const [lost, ...others] = scenario.loses ?? []
  if (lost === undefined || others.length > 0)
    return {
      reason: `A scenario of class ${scenario.class} loses exactly one region.`,
      fix: 'Write `loses: [REGION]`.',
    }
  const moved = Object.keys(plan.components).filter((id) => plan.components[id]?.active?.includes(lost))
  if (moved.length === 0)
    return {
      reason: `Nothing in the plan is active in ${lost}.`,
      fix: 'Say where components are active, with `active: [REGION]`.',
    }
  const homes = moved.flatMap((id) => [...(plan.components[id]?.standby ?? []), ...(plan.components[id]?.active ?? [])])
  const survivors = [...new Set(homes)].filter((region) => region !== lost)
  const [survivor, ...more] = survivors
  if (survivor === undefined)
    return {
      reason: `Nothing that is active in ${lost} has a standby elsewhere.`,
      fix: 'Give the components a `standby: [REGION]`.',
    }
  if (more.length > 0)
    return {
      reason: `What is active in ${lost} has standbys in several regions (${survivors.join(', ')}), and this version recovers into one.`,
      fix: 'Name the same standby region for all of them.',
    }
  return { lost, survivor, moved }
}
