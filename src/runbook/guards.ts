import type { Plan } from '#plan'
import { isRouter } from './contribution.ts'
import type { Course } from './draft.ts'
import type { BreakGlass, Check, Limits } from './model.ts'

/** How much a run may do at once and at all; undefined where the plan sets no limit. */
export function limitsOf(plan: Plan): Limits | undefined {
  const { atOnce, components } = plan.recovery?.limits ?? {}
  if (atOnce === undefined && components === undefined) return undefined
  return { ...(atOnce === undefined ? {} : { atOnce }), ...(components === undefined ? {} : { components }) }
}

/** Who may act when the usual approvals cannot be had. */
export function breakGlassOf(plan: Plan): BreakGlass | undefined {
  const { holders, atLeast } = plan.breakGlass ?? {}
  return holders === undefined || atLeast === undefined ? undefined : { holders: [...new Set(holders)], atLeast }
}

/** In a sentence why break-glass would not open; undefined where it would, and where the plan has none. */
export function breakGlassGap(plan: Plan): string | undefined {
  const glass = breakGlassOf(plan)
  if (!glass) return undefined
  const keys = new Set(glass.holders.flatMap((role) => contactKey(plan, role) ?? []))
  if (keys.size >= glass.atLeast) return undefined
  return `Break-glass takes ${glass.atLeast} ${glass.atLeast === 1 ? 'key' : 'keys'}, and its holders have ${keys.size}: nobody could go on without the usual approvals.`
}

/**
 * That enough other regions answer before one is cut off from traffic. Where the plan does not say how many, one is
 * asked for where all that leaves the region serves elsewhere already; a standby answers only once it was recovered.
 * @param moved the components that leave the region
 */
export function enoughLeft(plan: Plan, moved: readonly string[], { from, direction }: Course): readonly Check[] {
  const routed = Object.keys(plan.components).some((id) => isRouter(plan, id))
  const everywhere = moved.every((id) => (plan.components[id]?.active ?? []).some((region) => region !== from))
  // The region that is gone back to is fenced since it was left, and answers for nobody until traffic is sent there.
  const usual = direction === 'failover' && routed && everywhere && moved.length > 0 ? 1 : 0
  const atLeast = plan.recovery?.limits?.regionsOn ?? usual
  if (atLeast === 0) return []
  return [
    {
      title: `Without ${from}, ${atLeast === 1 ? 'another region answers' : `${atLeast} other regions answer`}`,
      use: 'traffic.enough',
      with: { without: from, atLeast },
    },
  ]
}

function contactKey(plan: Plan, role: string): string | undefined {
  return Object.hasOwn(plan.contacts ?? {}, role) ? plan.contacts?.[role]?.key : undefined
}
