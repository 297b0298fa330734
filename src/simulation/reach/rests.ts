import { type Capability, componentTypes } from '#catalog'
import type { Plan } from '#plan'
import type { Runbook, RunbookFlow } from '#runbook'
import type { Need } from './needs.ts'

/**
 * What a component must have alive to serve, by its type. What its recovery needs is another thing, which its steps say.
 * Our reading of the types; nothing here was measured.
 */
export const restsOn: Readonly<Record<string, readonly Capability[]>> = {
  'web-service': ['region-data-plane', 'zone'],
  vm: ['region-data-plane', 'zone', 'storage', 'private-network', 'tenant-data'],
  'scale-set': ['region-data-plane', 'zone', 'private-network', 'load-balancer'],
  kubernetes: ['region-data-plane', 'zone', 'load-balancer'],
  'container-registry': ['storage'],
  batch: ['region-data-plane', 'zone', 'storage'],
  postgres: ['region-data-plane', 'zone', 'database', 'tenant-data'],
  mysql: ['region-data-plane', 'zone', 'database', 'tenant-data'],
  'azure-sql': ['region-data-plane', 'zone', 'database', 'tenant-data'],
  'cosmos-db': ['region-data-plane', 'zone', 'database', 'tenant-data'],
  'object-storage': ['region-data-plane', 'zone', 'storage', 'tenant-data'],
  cache: ['region-data-plane', 'zone'],
  queue: ['region-data-plane', 'zone', 'messaging', 'tenant-data'],
  stream: ['region-data-plane', 'zone', 'messaging', 'tenant-data'],
  'key-vault': ['secrets'],
  certificates: [],
  identity: ['identity'],
  'workload-identity': ['identity'],
  'third-party': [],
  workload: [],
  'traffic-manager': ['public-dns'],
  'front-door': ['edge-data-plane'],
  dns: ['public-dns'],
}

/** A component type that the catalog does not know is taken to need its region, and nothing else. */
const unknownType: readonly Capability[] = ['region-data-plane', 'zone']

/** What a flow rests on while it is served: of a component, in a region, and from outside. */
export interface Rest extends Need {
  readonly component?: string
}

/** What is asked of a flow here; a runbook has more of it. */
export type FlowNeeds = Pick<RunbookFlow, 'id' | 'components' | 'objectives'>

/** The flows of a plan that has no runbook, with all that they need directly or through others. */
export function flowsOf(plan: Plan): readonly FlowNeeds[] {
  return Object.entries(plan.flows).map(([id, { needs, objectives }]) => {
    const found = new Set<string>()
    const open = [...needs]
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      if (found.has(one)) continue
      found.add(one)
      open.push(...(plan.components[one]?.needs ?? []))
    }
    return { id, components: [...found], objectives: objectives.default }
  })
}

/** The components that a flow cannot do without. */
function essentials(flow: FlowNeeds, plan: Plan): readonly string[] {
  const spared = new Set(Object.keys(plan.flows[flow.id]?.degradesWithout ?? {}))
  return flow.components.filter((one) => !spared.has(one))
}

/**
 * What a flow rests on when its components serve in the regions given; a component that serves in several needs all of
 * them, for customers are in each until they are sent elsewhere.
 */
export function restsOf(
  flow: FlowNeeds,
  plan: Plan,
  servesIn: (component: string) => readonly string[],
): readonly Rest[] {
  const parts = essentials(flow, plan).flatMap((component) => {
    const type = plan.components[component]?.type ?? ''
    const capabilities = restsOn[type] ?? unknownType
    const regional = (componentTypes[type]?.scope ?? 'regional') === 'regional'
    const places = regional ? servesIn(component).map((region) => [region]) : [[]]
    return places.flatMap((place) => capabilities.map((capability): Rest => ({ capability, in: place, component })))
  })
  // Customers come over the internet to wherever it is served.
  const regions = [...new Set(parts.flatMap((rest) => rest.in))]
  return [...parts, ...regions.map((region): Rest => ({ capability: 'inter-region-network', in: [region] }))]
}

/** Where components serve on an ordinary day. */
export function ordinary(plan: Plan): (component: string) => readonly string[] {
  return (component) => plan.components[component]?.active ?? []
}

/** Where they serve once the runbook is done: what was active in the region that is left serves in the other one. */
export function moved(plan: Plan, { from, to }: Runbook): (component: string) => readonly string[] {
  return (component) => {
    const active = plan.components[component]?.active ?? []
    return active.includes(from) ? [...new Set(active.map((region) => (region === from ? to : region)))] : active
  }
}
