import type { Component, Flow, Plan } from '#plan'

/** The flow that asks most of a component, and how it comes to need it. */
export interface Demand {
  readonly value: number
  readonly flowId: string
  readonly flow: Flow
  /** From the flow's own need to the component, by the shortest way; both included, so never empty. */
  path(): readonly string[]
}

/**
 * For every component the flow that asks most of it: the one with the least value. What a flow can do without, and what
 * it needs only through that, is not asked of by it.
 * @param value what a flow asks, the less the harder; undefined where it asks nothing
 * @remarks Linear in components and needs where flows can do without little: flows are followed from the hardest on,
 *   and no component is entered twice unless a harder flow went past one of its needs.
 */
export function demands(plan: Plan, value: (flow: Flow) => number | undefined): ReadonlyMap<string, Demand> {
  const asking = Object.entries(plan.flows)
    .flatMap(([flowId, flow]) => {
      const asked = value(flow)
      return asked === undefined ? [] : [{ flowId, flow, value: asked }]
    })
    .sort((a, b) => a.value - b.value)
  const found = new Map<string, Demand>()
  const finished = new Set<string>()
  for (const one of asking) {
    const without = new Set(Object.keys(one.flow.degradesWithout ?? {}))
    const from = new Map<string, string | undefined>()
    // Nearest first, so that the path is a shortest one: people read it.
    const open: Array<readonly [id: string, from: string | undefined]> = one.flow.needs.map((id) => [id, undefined])
    for (const [id, parent] of open) {
      const component = componentOf(plan, id)
      if (!component || finished.has(id) || from.has(id) || without.has(id)) continue
      from.set(id, parent)
      if (!found.has(id)) found.set(id, { ...one, path: () => trail(id, from) })
      const needs = component.needs ?? []
      if (!needs.some((need) => without.has(need))) finished.add(id)
      for (const need of needs) open.push([need, id])
    }
  }
  return found
}

function trail(id: string, from: ReadonlyMap<string, string | undefined>): readonly string[] {
  const path: string[] = []
  for (let at: string | undefined = id; at !== undefined; at = from.get(at)) path.push(at)
  return path.reverse()
}

/** A component by name; names that every object has are none. */
export function componentOf(plan: Plan, id: string): Component | undefined {
  return Object.hasOwn(plan.components, id) ? plan.components[id] : undefined
}
