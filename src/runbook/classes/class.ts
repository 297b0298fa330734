import type { Plan, Scenario } from '#plan'
import type { Contributed } from '../contribution.ts'
import type { Course } from '../draft.ts'
import type { Direction, Mode, Runbook, Step } from '../model.ts'

/** Why there is no runbook, and what to do about it, in sentences. */
export interface Reason {
  readonly reason: string
  readonly fix: string
}

/** What a class of disaster is asked to make steps of. */
export interface Given {
  readonly plan: Plan
  readonly id: string
  readonly scenario: Scenario
  readonly direction: Direction
  readonly decision: Runbook['decision']
  readonly mode: Mode
  /** The role that owns a step whose component names no owner. */
  readonly lead: string
}

/** The steps that a class of disaster makes, before the plan's own are put among them. */
export interface Made extends Contributed {
  readonly course: Course
  /** The components that leave their region, in order of the plan. */
  readonly moved: readonly string[]
  /** The components that are restored where they are, in order of the plan. */
  readonly restored: readonly string[]
  /** The components without which a flow does not work until it is restored. */
  readonly touched: readonly string[]
  /** Not in order yet, and each only with what it waits for itself. */
  readonly steps: readonly Step[]
  /** What restores a flow where customers are sent nowhere: ids of steps. */
  readonly restoring?: readonly string[]
  /** What of the scenario has no step here, in sentences. */
  readonly gaps: readonly string[]
  /** Whether the plan may put the runbook of a lost region into it. */
  readonly embeds: boolean
  /** Components that a gap names where they have no step; all that a flow needs where left out. */
  readonly concerned?: readonly string[]
}

/** What one class of disaster compiles to, or why not. */
export type Class = (given: Given) => Made | Reason

/** Why a class that nobody can plan is not compiled as asked. */
export function refused({ id, scenario, mode }: Given): Reason | undefined {
  if (mode === 'planned')
    return {
      reason: `The scenario "${id}" is of class ${scenario.class}, which nobody can plan.`,
      fix: 'Choose forced, or test for a rehearsal.',
    }
  return undefined
}

/** The components that a scenario names and the plan has, each once, in order of the plan. */
export function hitBy({ plan, scenario }: Pick<Given, 'plan' | 'scenario'>): readonly string[] {
  const named = new Set(scenario.of)
  return Object.keys(plan.components).filter((id) => named.has(id))
}

/** The region that a component is looked for in first; the plan's home where it says none. */
export function homeOf(plan: Plan, id: string | undefined): string {
  const { active, standby } = (id === undefined ? undefined : plan.components[id]) ?? {}
  return active?.[0] ?? standby?.[0] ?? planHome(plan)
}

/** The region in which most components serve first; of several the one that the plan names first. */
export function planHome(plan: Plan, among: readonly string[] = Object.keys(plan.regions)): string {
  const served = (region: string): number =>
    Object.values(plan.components).filter(({ active }) => active?.[0] === region).length
  return among.reduce((best, region) => (served(region) > served(best) ? region : best), among[0] ?? '')
}
