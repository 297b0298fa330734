import { actionFact } from '#catalog'
import type { Component, Plan } from '#plan'
import { seconds } from '#units'
import type { Direction, Step, Undo } from './model.ts'
import type { Words } from './words.ts'

/** What a recipe is told about the recovery that it contributes steps to. */
export interface Course {
  readonly plan: Plan
  readonly direction: Direction
  /** The region that is left, and the one that takes over; the same one where nothing moves. */
  readonly from: string
  readonly to: string
  /** The role that owns a step whose component names no owner. */
  readonly lead: string
  /** Said where the two regions differ and yet nothing goes from one to the other. */
  readonly nothingMoves?: true
  /** How it is spoken of; as of a lost region where left out. */
  readonly words?: Words
}

/** The steps of one component, by the part of the recovery that they belong to; every list may be empty. */
export interface Contribution {
  /** Entry criteria of a planned switch. */
  readonly ready: readonly Step[]
  /** Stops and drains the old side of a planned switch. */
  readonly contain: readonly Step[]
  readonly recover: readonly Step[]
  readonly verify: readonly Step[]
  /** Sends customers over by hand, once everything was recovered and verified. */
  readonly route: readonly Step[]
  /** What lies in the region that is left waits until it can be worked in again; the rest follows the customers. */
  readonly reProtect: readonly Step[]
}

/** A contribution with the parts that are given; the others are empty. */
export function contribution(parts: Partial<Contribution>): Contribution {
  return { ready: [], contain: [], recover: [], verify: [], route: [], reProtect: [], ...parts }
}

/**
 * How one type of component is recovered. What a step needs of other components and of the parts before it is set by
 * the compiler; a recipe names only what is particular to its type, and the order of the steps within one part.
 */
export type Recipe = (id: string, component: Component, course: Course) => Contribution

/** How a step is taken back by an action, with the catalog's facts about that action. */
export function undoneBy(title: string, use: string, args: Readonly<Record<string, string | number | boolean>>): Undo {
  const { effect, timeout, attempts, backoff } = factsOf(use)
  return { title, work: { kind: 'action', use, with: args }, effect, timeout, attempts, backoff }
}

/** How a step is taken back by a person; it has no time limit of its own beyond a day. */
export function undoneByHand(title: string, instruction: string): Undo {
  return {
    title,
    work: { kind: 'manual', instruction },
    effect: 'unkeyed',
    timeout: seconds(86_400),
    attempts: 1,
    backoff: seconds(0),
  }
}

/** What the catalog says of an action; of one that it does not know, nothing is supposed that could do harm. */
function factsOf(
  use: string,
  operation?: string,
): Pick<Step, 'requires' | 'effect' | 'timeout' | 'attempts' | 'backoff'> {
  const fact = actionFact(use, operation)
  return {
    requires: fact?.requires ?? [],
    effect: fact?.effect ?? 'unkeyed',
    timeout: seconds(fact?.timeout ?? 300),
    attempts: fact?.attempts ?? 1,
    backoff: seconds(0.2),
  }
}

/** A step that an action does, with the catalog's facts about that action filled in. */
export function actionStep(
  given: Pick<Step, 'id' | 'title' | 'objective' | 'phase' | 'owner'> &
    Partial<Pick<Step, 'region' | 'component' | 'irreversible' | 'essential' | 'before' | 'undo'>> & {
      use: string
      with: Readonly<Record<string, string | number | boolean>>
    },
): Step {
  const { use, with: args, ...rest } = given
  return {
    ...rest,
    ...factsOf(use),
    needs: [],
    work: { kind: 'action', use, with: args },
    irreversible: given.irreversible ?? false,
    essential: given.essential ?? true,
  }
}

/** A step that a person does by hand; it has no time limit of its own beyond a day. */
export function manualStep(
  given: Pick<Step, 'id' | 'title' | 'objective' | 'phase' | 'owner'> &
    Partial<Pick<Step, 'region' | 'component' | 'irreversible' | 'requires' | 'expected' | 'essential' | 'modes'>> & {
      instruction: string
    },
): Step {
  const { instruction, ...rest } = given
  return {
    needs: [],
    work: { kind: 'manual', instruction },
    requires: [],
    effect: 'unkeyed',
    timeout: seconds(86_400),
    attempts: 1,
    backoff: seconds(0),
    irreversible: false,
    essential: true,
    ...rest,
  }
}

/** A step by hand that the management address of its component carries out; how people do it is kept. */
export function operationStep(
  given: Pick<Step, 'id' | 'title' | 'objective' | 'phase' | 'owner' | 'requires'> &
    Partial<Pick<Step, 'irreversible' | 'expected' | 'modes'>> & {
      component: string
      region: string
      operation: string
      instruction: string
    },
  { from, to }: Pick<Course, 'from' | 'to'>,
): Step {
  const { instruction, operation, ...rest } = given
  const { component, region } = rest
  const use = 'component.operate'
  return {
    ...factsOf(use, operation),
    needs: [],
    work: { kind: 'action', use, with: { component, region, operation, from, to }, byHand: instruction },
    irreversible: false,
    essential: true,
    ...rest,
  }
}

/** Waits until the criteria by which the scenario was noticed no longer hold. */
export function clearStep(
  given: Pick<Step, 'id' | 'title' | 'objective' | 'phase' | 'owner'> &
    Partial<Pick<Step, 'region' | 'timeout'>> & { scenario: string },
): Step {
  const { scenario, timeout, ...rest } = given
  const step = actionStep({ ...rest, use: 'activation.clear', with: { scenario } })
  return timeout === undefined ? step : { ...step, timeout }
}
