import type { Component, Objectives, Plan } from '#plan'

/** What a component can give at its best, by what others have promised. */
export interface Link {
  readonly objective: 'rto' | 'rpo'
  /** Seconds; a flow that needs the component cannot be promised less. */
  readonly gives: number
  /** Where it is said, and under which key. */
  readonly node: object
  readonly key: string
  /** What it is, for people. */
  readonly because: string
}

/**
 * What others have promised of a component, and so bounds the objectives of flows that need it: its contract, and the
 * flow of another workload that it stands for. How fast it fails over, grows and is restored are rules of their own.
 * @param workloads the plans of the portfolio; what another workload promises is unknown without them
 */
export function linksOf(component: Component, workloads: ReadonlyMap<string, Plan> | undefined): readonly Link[] {
  const links: Link[] = []
  const add = (objective: Link['objective'], gives: number | undefined, node: object, key: string, because: string) => {
    if (gives !== undefined) links.push({ objective, gives, node, key, because })
  }
  const { contract, workload, flow } = component
  if (contract) {
    add('rto', contract.rto, contract, 'rto', `its contract with ${contract.provider}`)
    add('rpo', contract.rpo, contract, 'rpo', `its contract with ${contract.provider}`)
  }
  const other = promised(component, workloads?.get(workload ?? ''))
  add('rto', other?.rto, component, 'flow', `flow "${flow}" of workload "${workload}"`)
  add('rpo', other?.rpo, component, 'flow', `flow "${flow}" of workload "${workload}"`)
  return links
}

/** What the other workload promises of the flow that is used; nothing where no flow or an unknown one is named. */
function promised({ flow = '' }: Component, other: Plan | undefined): Objectives | undefined {
  return other && Object.hasOwn(other.flows, flow) ? other.flows[flow]?.objectives.default : undefined
}
