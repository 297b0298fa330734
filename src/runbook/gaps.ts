import { componentTypes } from '#catalog'
import type { Plan } from '#plan'
import { type Contributed, isRouter } from './contribution.ts'
import type { Runbook } from './model.ts'
import { reach } from './order.ts'

/** What the plan has and the runbook does not exercise, in sentences. */
export function gaps(plan: Plan, { parts, leftOut }: Contributed, decision: Runbook['decision']): readonly string[] {
  const used = new Set(Object.values(plan.flows).flatMap((flow) => reach(plan, flow.needs)))
  const apart = [...used].filter((id) => !isRouter(plan, id) && !parts.has(id)).sort()
  return [
    ...apart.map((id) => {
      const type = plan.components[id]?.type ?? ''
      const title = Object.hasOwn(componentTypes, type) ? componentTypes[type]?.title : undefined
      return `${id} (${title ?? type}) has no step here: its recovery is its owner's or its provider's, and was not exercised.`
    }),
    ...leftOut.map(({ id, title }) => `The step ${id} is a person's ("${title}") and was not exercised.`),
    ...(decision === 'automatic'
      ? Object.entries(plan.verification ?? {}).map(
          ([id, check]) => `The check ${id} is a person's ("${check.does}") and was not exercised.`,
        )
      : []),
    ...(Object.keys(plan.communications ?? {}).length > 0
      ? ['Messages were shown on the console; nothing was sent.']
      : []),
  ]
}
