import type { Component, Plan } from '#plan'
import { componentOf } from './demand.ts'
import { answersRequests, isPassive } from './parts.ts'

/** Something that sends users to a region, and what it sends them to. */
export interface Route {
  readonly id: string
  readonly router: Component
  /** What lies behind it in more than one region, in order of the plan; never empty. */
  readonly behind: ReadonlyArray<readonly [id: string, component: Component]>
}

/** Whether a component sends users to one region or another. */
export function isRouter({ type, routing }: Component): boolean {
  return routing !== undefined || /^(traffic-manager|front-door|dns)/.test(type)
}

/** Whether traffic must be led from one region of a component to another. */
export function isRouted(component: Component): boolean {
  return answersRequests(component) && (component.strategy === 'active-active' || isPassive(component.strategy))
}

/**
 * Every router, in order of the plan, with what it leads to: what it needs itself, and what the flows that need it
 * need besides. Routers of one region alone are left out.
 * @remarks Linear in components and in the needs of flows; computed once for a plan.
 */
export function routesOf(plan: Plan): readonly Route[] {
  const known = routes.get(plan) ?? findRoutes(plan)
  routes.set(plan, known)
  return known
}

/** Several rules ask for the same; plans are frozen. */
const routes = new WeakMap<Plan, readonly Route[]>()

function findRoutes(plan: Plan): readonly Route[] {
  const behind = new Map<string, Map<string, Component>>()
  const lead = (router: string, ids: readonly string[]) => {
    const known = behind.get(router) ?? new Map<string, Component>()
    behind.set(router, known)
    for (const id of ids) {
      const component = componentOf(plan, id)
      if (component && isRouted(component)) known.set(id, component)
    }
  }
  for (const [id, component] of Object.entries(plan.components))
    if (isRouter(component)) lead(id, [id, ...(component.needs ?? [])])
  for (const { needs } of Object.values(plan.flows)) for (const id of needs) if (behind.has(id)) lead(id, needs)
  return [...behind].flatMap(([id, led]) => {
    const router = componentOf(plan, id)
    return router && led.size > 0 ? [{ id, router, behind: [...led] }] : []
  })
}
