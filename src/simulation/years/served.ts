import { componentTypes } from '#catalog'
import type { Plan } from '#plan'
import type { Workload } from './model.ts'

/** A flow of one of the workloads. */
export interface Served {
  /** Place of its workload. */
  readonly workload: number
  readonly id: string
  readonly target?: number
  /** Components of its own workload without which it does not work, directly or through others. */
  readonly essentials: readonly string[]
  /** Places of all flows that are down whenever it would be: itself, and what it relies on in other workloads. */
  readonly reliesOn: readonly number[]
}

/** All flows of all workloads, in the order of both. */
export function servedBy(workloads: readonly Workload[]): readonly Served[] {
  const flows = workloads.flatMap(({ plan }, workload) =>
    Object.entries(plan.flows).map(([id, flow]) => ({
      workload,
      id,
      target: flow.objectives.default.slo,
      essentials: essentialsOf(plan, id),
    })),
  )
  const places = new Map(flows.map(({ workload, id }, place) => [key(workloads[workload]?.id, id), place]))
  const direct = flows.map(({ workload, essentials }) =>
    essentials.flatMap((name) => {
      const component = workloads[workload]?.plan.components[name]
      if (component?.workload === undefined) return []
      const wanted =
        component.flow === undefined
          ? flows.filter((flow) => workloads[flow.workload]?.id === component.workload).map(({ id }) => id)
          : [component.flow]
      return wanted.flatMap((id) => places.get(key(component.workload, id)) ?? [])
    }),
  )
  return flows.map(({ target, ...flow }, place) => ({
    ...flow,
    ...(target === undefined ? {} : { target }),
    reliesOn: reached(place, direct),
  }))
}

/** What components rely on in workloads that are not there, in words such as `payments of checkout`; rising. */
export function missingWorkloads(workloads: readonly Workload[]): readonly string[] {
  const there = new Set(workloads.map(({ id }) => id))
  const missing = workloads.flatMap(({ plan }) =>
    Object.values(plan.components).flatMap(({ workload }) =>
      workload === undefined || there.has(workload) ? [] : [workload],
    ),
  )
  return [...new Set(missing)].sort()
}

/** Locations that components of the flow run in or may move to; rising. */
export function locationsOf(plan: Plan, essentials: readonly string[]): readonly string[] {
  const names = essentials.flatMap((name) => {
    const component = plan.components[name]
    return [...(component?.active ?? []), ...(component?.standby ?? [])]
  })
  return [...new Set(locationsNamed(plan, names))].sort()
}

/** The provider's name of a region as one word, however it is written. */
export function locationOf({ location }: { readonly location: string }): string {
  return location.toLowerCase().replaceAll(/\s/g, '')
}

/** The locations of regions by their names in the plan, in that order. */
export function locationsNamed(plan: Plan, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const region = plan.regions[name]
    return region ? [locationOf(region)] : []
  })
}

/** Whether a component is the provider's or somebody else's, so that no region takes it along. */
export function isRegional(type: string): boolean {
  const known = Object.hasOwn(componentTypes, type) ? componentTypes[type as keyof typeof componentTypes] : undefined
  return (known?.scope ?? 'regional') === 'regional'
}

function essentialsOf(plan: Plan, id: string): readonly string[] {
  const flow = plan.flows[id]
  const spared = new Set(Object.keys(flow?.degradesWithout ?? {}))
  const found = new Set<string>()
  const waiting = [...(flow?.needs ?? [])]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (spared.has(name) || found.has(name) || !plan.components[name]) continue
    found.add(name)
    waiting.push(...(plan.components[name]?.needs ?? []))
  }
  return [...found].sort()
}

function reached(from: number, direct: ReadonlyArray<readonly number[]>): readonly number[] {
  const found = new Set([from])
  const waiting = [from]
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop())
    for (const next of direct[place] ?? [])
      if (!found.has(next)) {
        found.add(next)
        waiting.push(next)
      }
  return [...found].sort((a, b) => a - b)
}

function key(workload: string | undefined, flow: string): string {
  return JSON.stringify([workload ?? '', flow])
}
