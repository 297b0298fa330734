import type { Plan } from '#plan'

/** A flow or a component of a plan. */
export interface GraphNode {
  /** `flow:NAME` or `component:NAME`; unique. */
  readonly id: string
  readonly kind: 'flow' | 'component'
  readonly name: string
  readonly tier?: number
  readonly type?: string
  readonly strategy?: string
  readonly active?: readonly string[]
  readonly standby?: readonly string[]
}

/** What needs what; `degrades`: it goes on without, in a lesser way. */
export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly kind: 'needs' | 'degrades'
}

/** The dependencies of a plan. Edges lead to nodes that are there; flows come first, each in the order of the plan. */
export interface PlanGraph {
  readonly plan: string
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

export function graphOf(plan: Plan): PlanGraph {
  const flows = Object.entries(plan.flows)
  const components = Object.entries(plan.components)
  const edge = (from: string, needs: readonly string[], without: object = {}): readonly GraphEdge[] =>
    [...new Set(needs)]
      .filter((id) => Object.hasOwn(plan.components, id))
      .map((id) => ({
        from,
        to: `component:${id}`,
        kind: Object.hasOwn(without, id) ? 'degrades' : 'needs',
      }))
  return {
    plan: plan.metadata.name,
    nodes: [
      ...flows.map(([name, { tier }]): GraphNode => ({ id: `flow:${name}`, kind: 'flow', name, tier })),
      ...components.map(
        ([name, { type, tier, strategy, active, standby }]): GraphNode => ({
          id: `component:${name}`,
          kind: 'component',
          name,
          type,
          ...(tier === undefined ? {} : { tier }),
          ...(strategy && { strategy }),
          ...(active && { active }),
          ...(standby && { standby }),
        }),
      ),
    ],
    edges: [
      ...flows.flatMap(([name, { needs, degradesWithout }]) => edge(`flow:${name}`, needs, degradesWithout)),
      ...components.flatMap(([name, { needs }]) => edge(`component:${name}`, needs ?? [])),
    ],
  }
}

/** What `graph --format json` gives. */
export function graphJson(graph: PlanGraph): { readonly schemaVersion: 1 } & PlanGraph {
  return { schemaVersion: 1, ...graph }
}

/** What stands in a node: its name, and what is known of it. */
export function nodeLines({ name, kind, tier, type, strategy, active, standby }: GraphNode): readonly [string, string] {
  if (kind === 'flow') return [name, `flow, tier ${tier ?? ''}`]
  const where = [...(active ?? []), ...(standby ?? []).map((region) => `(${region})`)].join(' ')
  return [name, [type, strategy, where].filter((word) => word).join(', ')]
}
