import type { Plan } from '#plan'
import { detectStep } from './activation.ts'
import { announcements } from './announce.ts'
import { isRouter, verifications } from './contribution.ts'
import { acceptanceStep, approvalStep, decisionStep } from './decisions.ts'
import { actionStep, type Contribution, type Course, undoneBy } from './draft.ts'
import type { Check, Mode, Step } from './model.ts'
import { among, inEarnest } from './modes.ts'
import { reach } from './order.ts'
import { reconciliations } from './reconcile.ts'
import { wavesOf } from './waves.ts'

/** What a recovery is put together from. */
export interface Assembly {
  readonly plan: Plan
  readonly scenario: string
  readonly parts: ReadonlyMap<string, Contribution>
  readonly course: Course
  readonly decision: 'automatic' | 'people'
  /** Whether a forced run may lose data, so that somebody has to accept it. */
  readonly losing: boolean
  /** What must hold before the region that is left is cut off. */
  readonly beforeFence: readonly Check[]
}

/**
 * All steps of one recovery from what its components contribute, with what each needs: notice, decide, contain, fence,
 * recover in the order of dependencies, verify before customers come, route, tell, protect again. A failover has the
 * steps of all its modes; a way back is always planned.
 */
export function assemble({ plan, scenario, parts, course, decision, losing, beforeFence }: Assembly): readonly Step[] {
  const { from, to, direction, lead } = course
  const back = direction === 'failback'
  const people = decision === 'people'
  const inModes = (step: Step, modes: readonly Mode[]): Step => (back ? step : among(step, modes))
  const all = (part: keyof Contribution): readonly Step[] => [...parts.values()].flatMap((each) => each[part])
  const ids = (steps: readonly Step[]): readonly string[] => steps.map((step) => step.id)
  const router = Object.keys(plan.components).find((id) => isRouter(plan, id))
  const edge = router ?? 'traffic'
  const through = router === undefined ? {} : { component: router }

  // A region that answers is not noticed as lost: only a forced run waits for that.
  const noticed = back ? [] : [inModes(detectStep(plan, scenario, course), ['forced'])]
  const detect = [...noticed, ...all('ready')]
  const decide = needing(decisionStep(plan, scenario, course, decision), ids(detect))
  const approval = people ? approvalStep(plan, scenario, course) : undefined
  const approve = approval ? [needing(approval, [decide.id])] : []
  const declared = ids([decide, ...approve])
  const acceptance = people && losing ? acceptanceStep(plan, scenario, course) : undefined
  const accept = acceptance ? [needing(acceptance, declared)] : []
  // Going back is no disaster: nobody is told that one was declared.
  const activated = back
    ? []
    : announcements(plan, scenario, 'activated', course).map((step) => inModes(needing(step, declared), inEarnest))
  const hold = inModes(
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
        undo: undoneBy('Admit traffic again to where it went before', 'traffic.release', {}),
      }),
      declared,
    ),
    ['planned'],
  )
  const contain = all('contain').map((step) => needing(step, [hold.id]))
  const fence = inModes(
    needing(
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
        ...(beforeFence.length === 0 ? {} : { before: beforeFence }),
        undo: undoneBy(`Let traffic reach ${from} again`, 'traffic.unfence', { region: from }),
      }),
      // With nothing to drain, the side that serves is still not cut off before the decision.
      [...(back ? [] : [...declared, ...ids(accept)]), ...(contain.length > 0 ? ids(contain) : [hold.id])],
    ),
    inEarnest,
  )
  const reached = new Map([...parts.keys()].map((id) => [id, reach(plan, plan.components[id]?.needs ?? [])]))
  const after = (id: string, part: keyof Contribution): readonly string[] =>
    (reached.get(id) ?? []).flatMap((need) => ids(parts.get(need)?.[part] ?? []))
  const waves = wavesOf(plan)
  /** The steps of the nearest earlier wave that has some. */
  const earlier = (wave: number): readonly string[] => {
    for (let one = wave - 1; one > 0; one--) {
      const found = [...parts].flatMap(([id, part]) =>
        waves.get(id) === one ? ids([...part.recover, ...part.verify]) : [],
      )
      if (found.length > 0) return found
    }
    return []
  }
  /** Whether what a component or one that it needs serves with is made anew for good, which a rehearsal leaves out. */
  const final = (id: string): boolean =>
    [id, ...(reached.get(id) ?? [])].some((one) => parts.get(one)?.recover.some((step) => step.irreversible))
  const recover: Step[] = []
  const verify: Step[] = []
  for (const [id, part] of parts) {
    const wave = waves.get(id)
    const placed = (step: Step): Step => (wave === undefined ? step : { ...step, wave })
    const before = wave === undefined ? [] : earlier(wave)
    recover.push(
      ...part.recover.map((step) =>
        inModes(placed(needing(step, [fence.id, ...after(id, 'recover'), ...before])), inEarnest),
      ),
    )
    const own = part.recover.length > 0 ? ids(part.recover) : [fence.id]
    verify.push(
      ...part.verify.map((step) => {
        const ordered = placed(needing(step, [...own, ...after(id, 'recover')]))
        // An action that writes cannot succeed on a standby that was not promoted; a person can say what was seen.
        return step.work.kind === 'action' && final(id) ? inModes(ordered, inEarnest) : ordered
      }),
    )
  }
  if (people) verify.push(...verifications(plan, course).map((step) => needing(step, ids([...recover, fence]))))
  const recovered = ids([...recover, ...verify])
  const route = inModes(
    needing(
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
        undo: undoneBy(`Send customers to ${from} again`, 'traffic.route', { region: from }),
      }),
      recovered,
    ),
    inEarnest,
  )
  const directed = all('route').map((step) => inModes(needing(step, recovered), inEarnest))
  const served = ids([route, ...directed])
  const restored = announcements(plan, scenario, back ? 'failed-back' : 'restored', course).map((step) =>
    inModes(needing(step, served), inEarnest),
  )
  const returned = back
    ? []
    : [
        inModes(
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
          inEarnest,
        ),
      ]
  // A recipe may list what the lost side still has; then that list is what is settled.
  const reconcile =
    people && !back
      ? reconciliations(plan, new Set(parts.keys()), course).map((step) =>
          needing(step, [
            ...ids(returned),
            ...ids(parts.get(step.component ?? '')?.reProtect ?? []).filter((id) => id.startsWith('reconcile.')),
          ]),
        )
      : []
  const settled = (id: string): readonly string[] => ids(reconcile.filter((step) => step.component === id))
  const reProtect: Step[] = []
  for (const [id, part] of parts)
    reProtect.push(
      ...part.reProtect.map((step) =>
        inModes(
          needing(
            step,
            step.region === to
              ? served
              : [
                  ...served,
                  ...ids(returned),
                  ...after(id, 'reProtect'),
                  ...(step.phase === 're-protect' ? settled(id) : []),
                ],
          ),
          inEarnest,
        ),
      ),
    )
  return [
    ...detect,
    decide,
    ...approve,
    ...accept,
    ...activated,
    hold,
    ...contain,
    fence,
    ...recover,
    ...verify,
    route,
    ...directed,
    ...restored,
    ...returned,
    ...reconcile,
    ...reProtect,
  ]
}

function needing(step: Step, needs: readonly string[]): Step {
  return { ...step, needs: [...new Set([...step.needs, ...needs])] }
}
