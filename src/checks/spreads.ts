import type { Plan } from '#plan'
import type { Duration } from '#units'

/** A time of the plan that is said to be shorter in 95 (or 99) of 100 cases than it usually is. */
export interface Contradiction {
  /** The node that holds both, and the key of the longer one, which cannot be so short. */
  readonly node: object
  readonly key: string
  /** Where that key stands in the plan, such as `components.orders-db.stepTakesP95`. */
  readonly path: string
  /** What it is of: `"orders-db"`, or a step. */
  readonly of: string
  readonly usual: Duration
  readonly longest: Duration
}

/** Every time of steps whose 95th percentile lies below its median, in order of the plan. */
export function contradictions({ components, recovery }: Plan): readonly Contradiction[] {
  const ofComponents = Object.entries(components).map(([id, component]) => ({
    node: component,
    key: 'stepTakesP95',
    path: `components.${id}.stepTakesP95`,
    of: id,
    usual: component.stepTakes,
    longest: component.stepTakesP95,
  }))
  const ofSteps = (['failover', 'failback'] as const).flatMap((direction) =>
    Object.entries(recovery?.[direction] ?? {}).map(([id, step]) => ({
      node: step,
      key: 'expectedP95',
      path: `recovery.${direction}.${id}.expectedP95`,
      of: id,
      usual: step.expected,
      longest: step.expectedP95,
    })),
  )
  return [...ofComponents, ...ofSteps].flatMap(({ usual, longest, ...rest }) =>
    usual !== undefined && longest !== undefined && longest < usual ? [{ ...rest, usual, longest }] : [],
  )
}
