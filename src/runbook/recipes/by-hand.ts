import type { Capability } from '#catalog'
import type { Component } from '#plan'
import { type Duration, formatDuration } from '#units'
import { type Course, manualStep, operationStep } from '../draft.ts'
import type { Step } from '../model.ts'

/** What a step by hand says; the rest follows from its component and region. */
export interface Given {
  readonly title: string
  readonly objective: string
  /** What to do, and how to see that it is done; never anything that asks the lost region before it has returned. */
  readonly instruction: string
  readonly phase: Step['phase']
  readonly requires: readonly Capability[]
  readonly irreversible?: boolean
  /** In which modes of a run it is done, where not in all that its part is done in. */
  readonly modes?: NonNullable<Step['modes']>
  /** What the plan says it takes. */
  readonly expected?: Duration
}

/** Makes the steps by hand of one component; the id of each is `VERB.COMPONENT@REGION`. */
export type Hand = (verb: string, region: string, given: Given) => Step

/**
 * @returns a maker of steps that the component's owner does, or else the one who leads. A step that says nothing of
 * its time takes as long as the plan says of each. What the plan names as an operation of the component, its management
 * address carries out
 */
export function byHand(id: string, component: Component, course: Pick<Course, 'lead' | 'from' | 'to'>): Hand {
  const { owner = course.lead, stepTakes, stepTakesP95, operations = [] } = component
  return (verb, region, given) => {
    const place = { id: `${verb}.${id}@${region}`, owner, component: id, region }
    if (operations.includes(verb)) return operationStep({ ...given, ...place, operation: verb }, course)
    return manualStep({
      ...(stepTakes === undefined ? {} : { expected: stepTakes }),
      ...(stepTakes === undefined || stepTakesP95 === undefined || given.expected !== undefined
        ? {}
        : { expectedP95: stepTakesP95 }),
      ...given,
      ...place,
    })
  }
}

/** Steps of one part that are done one after the other. */
export function inTurn(steps: readonly Step[]): readonly Step[] {
  return steps.map((step, index) => {
    const before = steps[index - 1]
    return before ? { ...step, needs: [...step.needs, before.id] } : step
  })
}

/** How ready the other side of a component is: as the plan says, or as it follows from what else it says. */
export function readiness(component: Component): NonNullable<Component['strategy']> {
  if (component.strategy) return component.strategy
  if ((component.active ?? []).length > 1) return 'active-active'
  if ((component.standby ?? []).length > 0) return 'warm-standby'
  return component.data?.backup ? 'backup-restore' : 'cold-standby'
}

/**
 * How a move is begun, by whom the plan says begins it, with the plan's own words on group and procedure.
 * @param how what to do, as an imperative that begins with a small letter
 * @param seen what shows that it has happened, as a clause
 */
export function begun(component: Component, how: string, seen: string): string {
  const { by, grace, group, procedure, rollback } = component.failover ?? {}
  const waiting = grace === undefined ? '' : ` It waits ${formatDuration(grace)} before it begins.`
  const start =
    by === 'provider' || by === 'automatic'
      ? `This one is started by ${by === 'provider' ? 'the provider' : 'itself'}: wait until ${seen}.${waiting} If nothing has begun and the time that the RTO leaves runs out, ${how}.`
      : `${how.charAt(0).toUpperCase()}${how.slice(1)}, and wait until ${seen}.`
  return [
    start,
    ...(group === undefined ? [] : [`Group or recovery plan: ${group}.`]),
    ...(procedure === undefined ? [] : [`Procedure of the plan: ${procedure}.`]),
    ...(rollback === undefined ? [] : [`To take it back: ${rollback}.`]),
  ].join(' ')
}
