import type { Plan } from '#plan'
import { decisionStep, detectStep } from './activation.ts'
import { announcements } from './announce.ts'
import { isRouter, verifications } from './contribution.ts'
import { actionStep, type Contribution, type Course } from './draft.ts'
import type { Step } from './model.ts'
import { reach } from './order.ts'

/**
 * All steps of one recovery from what its components contribute, with what each needs: notice, decide, contain, fence,
 * recover in the order of dependencies, verify before customers come, route, tell, protect again.
 */
export function assemble(
  plan: Plan,
  scenario: string,
  parts: ReadonlyMap<string, Contribution>,
  course: Course,
  decision: 'automatic' | 'people',
): readonly Step[] {
  const { from, to, direction, lead } = course
  const back = direction === 'failback'
  const all = (part: keyof Contribution): readonly Step[] => [...parts.values()].flatMap((each) => each[part])
  const ids = (steps: readonly Step[]): readonly string[] => steps.map((step) => step.id)
  const router = Object.keys(plan.components).find((id) => isRouter(plan, id))
  const edge = router ?? 'traffic'
  const through = router === undefined ? {} : { component: router }

  const detect = back ? all('ready') : [detectStep(plan, scenario, course)]
  const decide = needing(decisionStep(plan, scenario, course, decision), ids(detect))
  // Going back is no disaster: nobody is told that one was declared.
  const activated = back
    ? []
    : announcements(plan, scenario, 'activated', course).map((step) => needing(step, [decide.id]))
  const hold = back
    ? [
        needing(
          actionStep({
            id: `hold.${edge}`,
            title: 'Hold new traffic while the sides change over',
            objective: 'No customer writes to a side that is about to stop',
            phase: 'contain',
            owner: lead,
            ...through,
            use: 'traffic.hold',
            with: {},
          }),
          [decide.id],
        ),
      ]
    : []
  const contain = all('contain').map((step) => needing(step, ids(hold)))
  const fence = needing(
    actionStep({
      id: `fence.${from}@${to}`,
      title: `Keep all traffic away from ${from}`,
      objective: `${from} cannot take writes back, even if it comes alive: no split brain`,
      phase: 'fence',
      owner: lead,
      region: to,
      ...through,
      use: 'traffic.fence',
      with: { region: from },
    }),
    // With nothing to drain, the side that serves is still not cut off before the decision.
    back ? ids(contain.length > 0 ? contain : hold) : [decide.id],
  )
  const after = (id: string, part: keyof Contribution): readonly string[] =>
    reach(plan, plan.components[id]?.needs ?? []).flatMap((need) => ids(parts.get(need)?.[part] ?? []))
  const recover: Step[] = []
  const verify: Step[] = []
  for (const [id, part] of parts) {
    recover.push(...part.recover.map((step) => needing(step, [fence.id, ...after(id, 'recover')])))
    const own = part.recover.length > 0 ? ids(part.recover) : [fence.id]
    verify.push(...part.verify.map((step) => needing(step, [...own, ...after(id, 'recover')])))
  }
  if (decision === 'people')
    verify.push(...verifications(plan, course).map((step) => needing(step, ids([...recover, fence]))))
  const route = needing(
    actionStep({
      id: `route.${edge}@${to}`,
      title: `Send customers to ${to}`,
      objective: 'Every flow is served again',
      phase: 'route',
      owner: lead,
      region: to,
      ...through,
      use: 'traffic.route',
      with: { region: to },
    }),
    ids([...recover, ...verify]),
  )
  const directed = all('route').map((step) => needing(step, ids([...recover, ...verify])))
  const served = ids([route, ...directed])
  const restored = announcements(plan, scenario, back ? 'failed-back' : 'restored', course).map((step) =>
    needing(step, served),
  )
  const returned = back
    ? []
    : [
        needing(
          actionStep({
            id: `return.${from}`,
            title: `Wait until ${from} can be worked in again`,
            objective: 'The lost region is back, empty and unused',
            phase: 're-protect',
            owner: lead,
            region: from,
            use: 'region.wait',
            with: { region: from },
          }),
          served,
        ),
      ]
  const reProtect: Step[] = []
  for (const [id, part] of parts)
    reProtect.push(
      ...part.reProtect.map((step) =>
        needing(step, step.region === to ? served : [...served, ...ids(returned), ...after(id, 'reProtect')]),
      ),
    )
  return [
    ...detect,
    decide,
    ...activated,
    ...hold,
    ...contain,
    fence,
    ...recover,
    ...verify,
    route,
    ...directed,
    ...restored,
    ...returned,
    ...reProtect,
  ]
}

function needing(step: Step, needs: readonly string[]): Step {
  return { ...step, needs: [...new Set([...step.needs, ...needs])] }
}
