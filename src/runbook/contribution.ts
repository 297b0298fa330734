import type { Component, Plan } from '#plan'
import { type Contribution, type Course, manualStep } from './draft.ts'
import type { Step } from './model.ts'
import { recipes } from './recipes/index.ts'

/** The checks that the plan asks of people, one step each; a drill without people leaves them out and says so. */
export function verifications(plan: Plan, course: Course): readonly Step[] {
  return Object.entries(plan.verification ?? {}).map(([id, check]) =>
    manualStep({
      id: `verify.${id}@${course.to}`,
      title: `Check ${check.of} (${id})`,
      objective: check.does,
      phase: 'verify',
      owner: check.owner ?? course.lead,
      component: check.of,
      region: course.to,
      instruction: `${check.does}. Say what you saw.`,
      ...(check.expected === undefined ? {} : { expected: check.expected }),
    }),
  )
}

/** The steps for a component; by hand where its type has no recipe, none where it routes or lies outside the regions. */
export function contributed(plan: Plan, id: string, course: Course): Contribution | undefined {
  const component = plan.components[id]
  if (!component || isRouter(plan, id)) return undefined
  const recipe = Object.hasOwn(recipes, component.type) ? recipes[component.type] : undefined
  if (recipe) return recipe(id, component, course)
  if (movesByItself(component)) return undefined
  return {
    ready: [],
    contain: [],
    recover: [
      manualStep({
        id: `recover.${id}@${course.to}`,
        title: `Recover ${id} in ${course.to} by hand`,
        objective: `${id} serves from ${course.to}`,
        phase: 'recover',
        owner: component.owner ?? course.lead,
        component: id,
        region: course.to,
        instruction: `Muster has no recipe for the type ${component.type}. Bring ${id} into service in ${course.to}, then say what you saw.`,
      }),
    ],
    verify: [],
    reProtect: [],
  }
}

/** A component that serves from both sides, or whose owner or provider keeps the other side ready, has no step of ours. */
function movesByItself(component: Component): boolean {
  return component.shared === true || component.strategy === 'active-active' || component.strategy === 'hot-standby'
}

/** A component that directs traffic is acted through, not recovered. */
export function isRouter(plan: Plan, id: string): boolean {
  const type = plan.components[id]?.type
  return type === 'traffic-manager' || type === 'front-door'
}

/** Whether a component that the scenario moves has steps of its own in the runbook. */
export function hasSteps(plan: Plan, id: string, moved: readonly string[]): boolean {
  const component = plan.components[id]
  return (
    component !== undefined &&
    moved.includes(id) &&
    (Object.hasOwn(recipes, component.type) || !movesByItself(component))
  )
}
