import { DirectedGraph } from 'graphology'
import { hasCycle, topologicalSort } from 'graphology-dag'
import type { Plan } from '#plan'
import type { Step } from './model.ts'

/**
 * The steps so that each comes after all that it needs, and after what may stand in for it; otherwise in the order given.
 * @returns undefined where steps need one another in a circle
 */
export function inOrder(steps: readonly Step[]): readonly Step[] | undefined {
  const graph = new DirectedGraph()
  const byId = new Map(steps.map((step) => [step.id, step]))
  for (const step of steps) graph.addNode(step.id)
  const instead = new Map<string, string[]>()
  for (const { id, insteadOf } of steps)
    if (insteadOf !== undefined) instead.set(insteadOf, [...(instead.get(insteadOf) ?? []), id])
  for (const step of steps)
    for (const need of step.needs)
      for (const before of [need, ...(instead.get(need) ?? [])])
        if (byId.has(before) && before !== step.id) graph.mergeEdge(before, step.id)
  if (hasCycle(graph)) return undefined
  return topologicalSort(graph).map((id) => byId.get(id) as Step)
}

/**
 * Everything that a component or flow needs, directly or through others, each once, in no particular order.
 * Tolerates circles and names that the plan does not have; the latter are left out.
 */
export function reach(plan: Plan, needs: readonly string[]): readonly string[] {
  const found = new Set<string>()
  const open = [...needs]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const component = Object.hasOwn(plan.components, id) ? plan.components[id] : undefined
    if (!component || found.has(id)) continue
    found.add(id)
    open.push(...(component.needs ?? []))
  }
  return [...found].sort()
}
