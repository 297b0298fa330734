import { type ConditionProblem, parseCondition } from '#conditions'
import { declaredFacts } from '#plan'
import type { Spot, Subject } from './subject.ts'

/** Every condition of a plan with the first thing that is wrong with it, if any, in order of the plan. */
export function conditionsOf({
  plan,
  at,
}: Subject): ReadonlyArray<{ readonly spot: Spot; readonly problem?: ConditionProblem }> {
  const facts = declaredFacts(plan)
  return Object.values(plan.activation ?? {}).flatMap((activation) =>
    (['when', 'unless'] as const).flatMap((key) => {
      if (activation[key] === undefined) return []
      const { problem } = parseCondition(activation[key], facts)
      return [{ spot: at(activation, key), ...(problem && { problem }) }]
    }),
  )
}
