import { componentTypes } from '#catalog'
import type { Plan } from '#plan'
import type { Made } from './classes/class.ts'
import { type Contributed, isRouter } from './contribution.ts'
import { breakGlassGap } from './guards.ts'
import type { Runbook } from './model.ts'
import { reach } from './order.ts'

/** What the plan has and the runbook does not exercise, in sentences. */
export function gaps(
  plan: Plan,
  { parts, leftOut, concerned, steps }: Pick<Made, 'parts' | 'leftOut' | 'concerned' | 'steps'>,
  { id, decision, mode, direction }: Pick<Runbook, 'decision' | 'mode' | 'direction'> & { readonly id: string },
): readonly string[] {
  const used = new Set(concerned ?? Object.values(plan.flows).flatMap((flow) => reach(plan, flow.needs)))
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
    ...(decision === 'automatic' && direction === 'failover' ? withoutConsent(plan, id, parts, mode) : []),
    ...[breakGlassGap(plan) ?? []].flat(),
    ...(Object.keys(plan.communications ?? {}).length > 0 && (concerned === undefined || steps.some(isTold))
      ? ['Messages were shown on the console; nothing was sent.']
      : []),
  ]
}

function isTold({ phase, work }: Made['steps'][number]): boolean {
  return phase === 'communicate' && work.kind === 'action'
}

/** What only people can do of the activation and of settling afterwards, where a run asks none. */
function withoutConsent(
  plan: Plan,
  scenario: string,
  parts: Contributed['parts'],
  mode: Runbook['mode'],
): readonly string[] {
  const { approvals, lossAcceptedBy } = plan.activation?.[scenario] ?? {}
  const forced = mode === 'forced'
  const settled = (plan.postRecovery?.reconcile ?? []).filter(({ of }) => forced && parts.has(of))
  return [
    ...(approvals ? [`The approvals of ${scenario} are people's and were not exercised.`] : []),
    ...(forced && lossAcceptedBy !== undefined
      ? [`Nobody was asked to accept the loss; that is for ${lossAcceptedBy}.`]
      : []),
    ...settled.map(
      ({ of, owner }) => `Settling what the lost side of ${of} still had is for ${owner} and was not exercised.`,
    ),
  ]
}
