import { type Condition, type ConditionProblem, parseCondition } from '#conditions'
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

/** How long a fault must have lasted before the condition can hold, in seconds; 0 where it names no length of time. */
export function thresholdOf(condition: Condition): number {
  if ('all' in condition) return Math.max(0, ...condition.all.map(thresholdOf))
  if ('any' in condition) return condition.any.length === 0 ? 0 : Math.min(...condition.any.map(thresholdOf))
  if (!('is' in condition)) return 0
  const { left, is, right } = condition
  if ((is === '>' || is === '>=' || is === '==') && 'fact' in left && 'duration' in right) return right.duration
  if ((is === '<' || is === '<=' || is === '==') && 'duration' in left && 'fact' in right) return left.duration
  return 0
}
