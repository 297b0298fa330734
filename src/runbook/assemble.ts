import type { Plan } from '#plan'
import { announcements } from './announce.ts'
import { isRouter, verifications } from './contribution.ts'
import { actionStep, type Contribution, type Course, undoneBy } from './draft.ts'
import type { Check, Mode, Step } from './model.ts'
import { among, inEarnest } from './modes.ts'
import { opening } from './opening.ts'
import { reconciliations } from './reconcile.ts'
import { ids, needing, recovering } from './recovering.ts'

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
  /** Said of a way back to a system that serves from both regions: neither is cut off from the other one's customers. */
  readonly shares?: boolean
  /** What a class of disaster does otherwise than the loss of a region. */
  readonly own?: Own
}

/** Steps in place of those of a lost region; what is left out is done as there. Needs among parts are set here. */
export interface Own {
  /** Done as soon as it is declared, and before anything is cut off. */
  readonly contain?: readonly Step[]
  /** Keeps what is left from being used; may be empty. */
  readonly fence?: readonly Step[]
  /** Sends customers over; may be empty where no customer goes anywhere. */
  readonly route?: readonly Step[]
  /** What has to be over before anything can be done in the region that was left; may be empty. */
  readonly returned?: readonly Step[]
  /** Done once customers are served, beside everything that follows. */
  readonly meanwhile?: readonly Step[]
  /** Components that are restored where they are, and so settled and protected again without waiting for that. */
  readonly inPlace?: readonly string[]
  /** Components whose checks are asked of people: all checks of the plan where left out. */
  readonly checked?: readonly string[]
  /** Whether what the region that is left still has can be settled at all. */
  readonly settles?: boolean
  /** Done one after the other at the very end. */
  readonly close?: readonly Step[]
}

/** Where customers enter: the component that directs them, or a name for it where the plan has none. */
export interface Edge {
  readonly name: string
  readonly through: { readonly component?: string }
}

export function edgeOf(plan: Plan): Edge {
  const router = Object.keys(plan.components).find((id) => isRouter(plan, id))
  return router === undefined ? { name: 'traffic', through: {} } : { name: router, through: { component: router } }
}

/**
 * All steps of one recovery from what its components contribute, with what each needs: notice, decide, contain, fence,
 * recover in the order of dependencies, verify before customers come, route, tell, protect again. A failover has the
 * steps of all its modes; a way back is always planned.
 */
export function assemble(assembly: Assembly): readonly Step[] {
  const { plan, scenario, parts, course, decision, losing, shares = false, own = {} } = assembly
  const { to, direction } = course
  const back = direction === 'failback'
  const people = decision === 'people'
  const inModes = (step: Step, modes: readonly Mode[]): Step => (back ? step : among(step, modes))
  const earnest = (step: Step): Step => inModes(step, inEarnest)
  const all = (part: keyof Contribution): readonly Step[] => [...parts.values()].flatMap((each) => each[part])

  const begun = opening({ plan, scenario, course, decision, ready: all('ready'), losing })
  const stopped = (own.contain ?? []).map((step) => earnest(needing(step, begun.declared)))
  // Where both go on serving and nothing is drained, customers need not wait.
  const held = !shares || all('contain').length > 0 || all('recover').length > 0
  const hold = held ? [inModes(needing(holding(assembly), begun.declared), ['planned'])] : []
  const contain = all('contain').map((step) => needing(step, ids(hold)))
  const fence = (own.fence ?? (shares ? [] : [fencing(assembly)])).map((step) =>
    earnest(
      needing(step, [
        // With nothing to drain, the side that serves is still not cut off before the decision.
        ...(back && held ? [] : [...begun.declared, ...begun.accepted]),
        ...(contain.length > 0 ? ids(contain) : ids(hold)),
        ...ids(stopped),
      ]),
    ),
  )
  const gate =
    fence.length > 0
      ? ids(fence)
      : [...ids([...hold, ...contain]), ...begun.declared, ...begun.accepted, ...ids(stopped)]
  const { recover, verify: tried, after } = recovering(plan, parts, gate, earnest)
  const checks = people
    ? verifications(plan, course, own.checked).map((step) => needing(step, [...ids(recover), ...gate]))
    : []
  const verify = [...tried, ...checks]
  const recovered = ids([...recover, ...verify])
  // Where nothing had to be recovered, customers still wait until the other side is cut off.
  const fit = recovered.length > 0 ? recovered : gate
  const route = (own.route ?? [shares ? sharing(assembly) : routing(assembly)]).map((step) =>
    earnest(needing(step, fit)),
  )
  const directed = all('route').map((step) => earnest(needing(step, fit)))
  const served = route.length + directed.length > 0 ? ids([...route, ...directed]) : [...gate, ...recovered]
  const returned = back ? [] : (own.returned ?? [returning(assembly)]).map((step) => earnest(needing(step, served)))
  const meanwhile = (own.meanwhile ?? []).map((step) => earnest(needing(step, served)))
  const anew = new Set(own.inPlace)
  // A recipe may list what the lost side still has; then that list is what is settled.
  const reconcile =
    people && !back && own.settles !== false
      ? reconciliations(plan, new Set([...parts.keys()].filter((id) => !anew.has(id))), course).map((step) =>
          needing(step, [
            ...ids(returned),
            ...ids(parts.get(step.component ?? '')?.reProtect ?? []).filter((id) => id.startsWith('reconcile.')),
          ]),
        )
      : []
  const settled = (id: string): readonly string[] => ids(reconcile.filter((step) => step.component === id))
  const atOnce = (id: string, step: Step): boolean => step.region === to || anew.has(id)
  const reProtect = [...parts].flatMap(([id, part]) =>
    part.reProtect.map((step) =>
      earnest(
        needing(
          step,
          atOnce(id, step)
            ? served
            : [
                ...served,
                ...ids(returned),
                ...after(id, 'reProtect'),
                ...(step.phase === 're-protect' ? settled(id) : []),
              ],
        ),
      ),
    ),
  )
  const before = ids([...returned, ...meanwhile, ...reconcile, ...reProtect])
  // Where nothing had to be brought back, customers hear that it is over when it is.
  const over = recovered.length + route.length + directed.length > 0 ? served : [...served, ...before]
  const restored = announcements(plan, scenario, back ? 'failed-back' : 'restored', course).map((step) =>
    earnest(needing(step, over)),
  )
  const close = (own.close ?? []).map((step, index, steps) =>
    earnest(needing(step, index === 0 ? [...served, ...before] : [steps[index - 1]?.id ?? ''])),
  )
  return [
    ...begun.steps,
    ...stopped,
    ...hold,
    ...contain,
    ...fence,
    ...recover,
    ...verify,
    ...route,
    ...directed,
    ...restored,
    ...returned,
    ...meanwhile,
    ...reconcile,
    ...reProtect,
    ...close,
  ]
}

function holding({ plan, course: { lead } }: Assembly): Step {
  const { name, through } = edgeOf(plan)
  return actionStep({
    id: `hold.${name}`,
    title: 'Hold new traffic while the sides change over',
    objective: 'No customer writes to a side that is about to stop',
    phase: 'contain',
    owner: lead,
    ...through,
    use: 'traffic.hold',
    with: {},
    undo: undoneBy('Admit traffic again to where it went before', 'traffic.release', {}),
  })
}

/** Cuts the region that is left off from all traffic. */
export function fencing({
  plan,
  course: { from, to, lead },
  beforeFence,
}: Pick<Assembly, 'plan' | 'course' | 'beforeFence'>): Step {
  return actionStep({
    id: `fence.${from}@${to}`,
    title: `Keep all traffic away from ${from}`,
    objective: `${from} cannot take writes back, even if it comes alive: no split brain`,
    phase: 'fence',
    owner: lead,
    region: to,
    ...edgeOf(plan).through,
    use: 'traffic.fence',
    with: { region: from },
    ...(beforeFence.length === 0 ? {} : { before: beforeFence }),
    undo: undoneBy(`Let traffic reach ${from} again`, 'traffic.unfence', { region: from }),
  })
}

/** Sends all customers to the region that takes over. */
export function routing({ plan, course: { from, to, lead } }: Pick<Assembly, 'plan' | 'course'>): Step {
  const { name, through } = edgeOf(plan)
  return actionStep({
    id: `route.${name}@${to}`,
    title: `Send customers to ${to}`,
    objective: 'Every flow is served again',
    phase: 'route',
    owner: lead,
    region: to,
    ...through,
    use: 'traffic.route',
    with: { region: to },
    undo: undoneBy(`Send customers to ${from} again`, 'traffic.route', { region: from }),
  })
}

/** Lets both regions carry customers again; the undo leaves them with the one that served alone. */
export function sharing({ plan, course: { from, to, lead } }: Pick<Assembly, 'plan' | 'course'>): Step {
  const { name, through } = edgeOf(plan)
  return actionStep({
    id: `share.${name}`,
    title: `Let ${to} and ${from} share the customers again`,
    objective: 'Both sides carry what they carry on an ordinary day',
    phase: 'route',
    owner: lead,
    ...through,
    use: 'traffic.share',
    with: { regions: `${to},${from}` },
    undo: undoneBy(`Send all customers to ${from} again`, 'traffic.route', { region: from }),
  })
}

/** Whether what moves back serves from both regions on an ordinary day, as far as it serves and keeps nothing. */
export function sharesAgain(plan: Plan, moved: readonly string[], { direction, from, to }: Course): boolean {
  if (direction !== 'failback') return false
  const serving = moved.filter((id) => plan.components[id]?.data === undefined && !isRouter(plan, id))
  return (
    serving.length > 0 &&
    serving.every((id) => [from, to].every((region) => plan.components[id]?.active?.includes(region)))
  )
}

function returning({ course: { from, lead } }: Assembly): Step {
  return actionStep({
    id: `return.${from}`,
    title: `Wait until ${from} can be worked in again`,
    objective: 'The lost region is back, empty and unused',
    phase: 're-protect',
    owner: lead,
    region: from,
    use: 'region.wait',
    with: { region: from },
  })
}
