import { actionFact } from '#catalog'
import type { AddedStep, Plan, Scenario } from '#plan'
import { type Compiled, compileRunbook, type Runbook, type Step } from '#runbook'
import { criteriaOf, isReadable } from './activations.ts'

/**
 * Up to this many components times scenarios, runbooks are compiled and timed in a check. A compiled step knows what it
 * waits for through others, which takes time with the square of components; judged, so that a check stays under 1 s.
 */
export const compiledAtMost = 100

/** A scenario and the way out of it. */
export interface Recovery {
  readonly id: string
  readonly scenario: Scenario
  readonly compiled: Compiled
}

const known = new WeakMap<Plan, readonly Recovery[]>()

/** Whether compiling every scenario would take too long for a check. */
export function isTooLarge(plan: Plan): boolean {
  const scenarios = Object.values(plan.scenarios).filter(({ class: kind }) => kind !== 'blip').length
  return Object.keys(plan.components).length * scenarios > compiledAtMost
}

/**
 * The failover of every scenario that can be declared, in order of the plan; compiled once. None for a plan that is too
 * large. Left out are scenarios about whose names or criteria another rule speaks.
 */
export function recoveriesOf(plan: Plan): readonly Recovery[] {
  const before = known.get(plan)
  if (before) return before
  const unreadable = new Set(criteriaOf(plan).flatMap((one) => (isReadable(one) ? [] : [one.id])))
  const found = isTooLarge(plan)
    ? []
    : Object.entries(plan.scenarios).flatMap(([id, scenario]): Recovery[] =>
        scenario.class === 'blip' || unreadable.has(id)
          ? []
          : // A check asks what a runbook does and not which plan it is of, so the plan is not hashed for it.
            [{ id, scenario, compiled: compileRunbook(plan, '', { scenario: id, direction: 'failover' }) }],
      )
  known.set(plan, found)
  return found
}

/** The runbooks among them. */
export function runbooksOf(plan: Plan): ReadonlyArray<Recovery & { readonly runbook: Runbook }> {
  return recoveriesOf(plan).flatMap((one) =>
    'runbook' in one.compiled ? [{ ...one, runbook: one.compiled.runbook }] : [],
  )
}

/** What a step needs, of a runbook or as the plan adds it. */
export type Needing = Pick<Step, 'id' | 'phase' | 'region' | 'requires'>

/** Whether a step of the plan is done where a region was lost, and not in a planned switch or a rehearsal alone. */
export function isForced({ modes }: AddedStep): boolean {
  return modes === undefined || modes.includes('forced')
}

/** The steps that the plan adds to a forced failover, as far as they need something alive. */
export function addedSteps(plan: Plan): readonly Needing[] {
  const forced = Object.entries(plan.recovery?.failover ?? {}).filter(([, step]) => isForced(step))
  return forced.map(([id, { phase, region, requires, action }]) => ({
    id,
    phase,
    ...(region === undefined ? {} : { region }),
    requires: requires ?? (action && actionFact(action.use)?.requires) ?? [],
  }))
}
