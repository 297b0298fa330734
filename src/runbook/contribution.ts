import { componentTypes } from '#catalog'
import type { Plan } from '#plan'
import { type Contribution, contribution, type Course, manualStep } from './draft.ts'
import type { Mode, Step } from './model.ts'
import { modesOf } from './modes.ts'
import { reach } from './order.ts'
import { recipes } from './recipes/index.ts'

/**
 * The checks that the plan asks of people, one step each; a drill without people leaves them out and says so.
 * @param touched components that were recovered: only what is one of them or needs one is checked; everything where
 * left out
 */
export function verifications(plan: Plan, course: Course, touched?: readonly string[]): readonly Step[] {
  const among = new Set(touched)
  const isTouched = (id: string): boolean => reach(plan, [id]).some((one) => among.has(one))
  const checks = Object.entries(plan.verification ?? {})
  const kept = touched === undefined ? checks : checks.filter(([, { of }]) => isTouched(of))
  return kept.map(([id, check]) =>
    manualStep({
      id: `check.${id}@${course.to}`,
      title: `Check ${check.of} (${id})`,
      objective: check.does,
      phase: 'verify',
      owner: check.owner ?? course.lead,
      component: check.of,
      region: course.to,
      instruction: `${check.does}. Say what you saw.`,
      ...(check.expected === undefined ? {} : { expected: check.expected }),
    }),
  )
}

/** What the components contribute to a runbook. */
export interface Contributed {
  /** By component, in the order of the plan, what lies beside the regions last; each has at least one step. */
  readonly parts: ReadonlyMap<string, Contribution>
  /** People's steps that a runbook without people leaves out, of components that it recovers all the same. */
  readonly leftOut: readonly Step[]
}

/**
 * What every component contributes that the scenario moves, or that lies beside the regions and is needed by a flow
 * that it touches. Without people only actions are left, for nobody is there to be asked.
 * @param moved components that are active in the lost region, in the order of the plan
 * @param mode of the run; what other modes would have done by people is not said to be left out
 */
export function contributions(
  plan: Plan,
  moved: readonly string[],
  course: Course,
  { decision, mode }: { readonly decision: 'automatic' | 'people'; readonly mode: Mode },
): Contributed {
  const people = decision === 'people'
  const parts = new Map<string, Contribution>()
  const leftOut: Step[] = []
  // Of what lies beside the regions, machines do what its management address carries out.
  const others = beside(plan, moved).filter((id) => people || (plan.components[id]?.operations ?? []).length > 0)
  for (const id of [...moved, ...others]) {
    const forced = contributed(plan, id, course)
    if (!forced) continue
    const whole = course.direction === 'failback' ? forced : withPlanned(forced, plan, id, course)
    const kept = people ? whole : withoutPeople(whole)
    if (stepsOf(kept).length === 0) continue
    parts.set(id, kept)
    if (!people) leftOut.push(...stepsOf(whole).filter((step) => isByHand(step) && modesOf(step).includes(mode)))
  }
  return { parts, leftOut }
}

/**
 * A failover together with what a planned switch does before it: it sees that the other side is ready, which a
 * rehearsal apart does too, and drains the side that is left.
 */
function withPlanned(forced: Contribution, plan: Plan, id: string, course: Course): Contribution {
  const switched = contributed(plan, id, { ...course, direction: 'failback' })
  if (!switched) return forced
  // What a way back grows or fills beforehand, a failover has among its own steps.
  const ready = switched.ready.filter((step) => step.id.startsWith('ready.'))
  const kept = new Set([...ready, ...switched.contain].map((step) => step.id))
  const only = (steps: readonly Step[], modes: readonly Mode[]): readonly Step[] =>
    steps.map((step) => ({ ...step, modes, needs: step.needs.filter((need) => kept.has(need)) }))
  return { ...forced, ready: only(ready, ['test', 'planned']), contain: only(switched.contain, ['planned']) }
}

/** The steps for a component; by hand where its type has no recipe, none where others recover it. */
export function contributed(plan: Plan, id: string, course: Course): Contribution | undefined {
  const component = plan.components[id]
  if (!component || isRouter(plan, id)) return undefined
  const recipe = Object.hasOwn(recipes, component.type) ? recipes[component.type] : undefined
  const made = recipe?.(id, component, course)
  // A shared component is recovered by those who run it, but for what is done by an action of ours.
  if (component.shared === true) return made && stepsOf(made).some((step) => !isByHand(step)) ? made : undefined
  if (made) return made
  if (component.strategy === 'active-active' || component.strategy === 'hot-standby') return undefined
  return contribution({
    recover: [
      manualStep({
        id: `recover.${id}@${course.to}`,
        title: `Recover ${id} in ${course.to} by hand`,
        objective: `${id} serves from ${course.to}`,
        phase: 'recover',
        owner: component.owner ?? course.lead,
        component: id,
        region: course.to,
        instruction: `Muster has no recipe for the type ${component.type}. Bring ${id} into service in ${course.to}, then say what you saw.`,
      }),
    ],
  })
}

/** What lies beside the regions, is not moved, and is needed by a flow that the scenario touches. */
function beside(plan: Plan, moved: readonly string[]): readonly string[] {
  const touched = new Set(moved)
  const needed = new Set(
    Object.values(plan.flows)
      .map((flow) => reach(plan, flow.needs))
      .filter((components) => components.some((id) => touched.has(id)))
      .flat(),
  )
  return Object.keys(plan.components).filter((id) => {
    const type = plan.components[id]?.type ?? ''
    const scope = Object.hasOwn(componentTypes, type) ? componentTypes[type]?.scope : 'regional'
    return scope !== 'regional' && needed.has(id) && !touched.has(id)
  })
}

/** A component that directs traffic is acted through, not recovered. */
export function isRouter(plan: Plan, id: string): boolean {
  const type = plan.components[id]?.type
  return type === 'traffic-manager' || type === 'front-door'
}

function stepsOf(parts: Contribution): readonly Step[] {
  return Object.values(parts).flat()
}

function isByHand({ work }: Step): boolean {
  return work.kind === 'manual'
}

function withoutPeople(whole: Contribution): Contribution {
  const gone = new Set(
    stepsOf(whole)
      .filter(isByHand)
      .map((step) => step.id),
  )
  if (gone.size === 0) return whole
  const kept = (steps: readonly Step[]): readonly Step[] =>
    steps
      .filter((step) => !gone.has(step.id))
      .map((step) => ({ ...step, needs: step.needs.filter((need) => !gone.has(need)) }))
  return {
    ready: kept(whole.ready),
    contain: kept(whole.contain),
    recover: kept(whole.recover),
    verify: kept(whole.verify),
    route: kept(whole.route),
    reProtect: kept(whole.reProtect),
  }
}
