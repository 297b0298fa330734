import type { Place } from '#diagnostics'
import type { Evidence } from '#evidence'
import type { Inventory } from '#inventory'
import type { Component, Flow, ParsedPlan, Plan, Scenario } from '#plan'
import { type Demand, demands } from './demand.ts'

/** A spot in a plan that a rule may point at. */
export interface Spot {
  readonly place: Place
  /** Dotted path of what is meant, such as `components.orders-db.data`; empty for the whole plan. */
  readonly path: string
  /** Whether the parser has left it out as invalid, so that nothing more is to be said about it. */
  readonly invalid: boolean
}

/** Parts of a plan that other parts refer to by name. */
export type Section = 'regions' | 'components' | 'scenarios' | 'contacts' | 'targets' | 'probes' | 'flows'

/** An objective that a flow may have, and the class of disaster for which it holds. */
export type ObjectiveName = 'rto' | 'rpo' | 'mtd'

/** What a rule looks at: the plan, the day, and answers that several rules ask for. */
export interface Subject {
  readonly plan: Plan
  /** YYYY-MM-DD. */
  readonly asOf: string
  /** Evidence of earlier drills, newest first; that of a lab says nothing about the workload itself. */
  readonly evidence: readonly Evidence[]
  /** What is deployed; undefined where nobody has said it. */
  readonly inventory: Inventory | undefined
  /** The plans of the portfolio by workload; undefined where the plan is checked by itself. */
  readonly workloads: ReadonlyMap<string, Plan> | undefined
  /** The spot of a value; without a key, or where the key is absent, of the key that leads to the object. */
  at(node: object, key?: string | number): Spot
  /** Where something belongs that the plan does not have: the plan's first line, or the part that would hold it. */
  missing(...path: ReadonlyArray<string | number>): Spot
  /** Whether the path, one that leads to it or anything beneath it is left out as invalid, so that it may be there. */
  unsure(...path: ReadonlyArray<string | number>): boolean
  /** Whether a dotted path leads to something in the plan, or to what the parser has left out of it. */
  exists(path: string): boolean
  /** Names of a part, in order of the plan; those of invalid entries are missing. */
  names(section: Section): readonly string[]
  /** Whether a name stands for something, valid or not; true for every name of a part that is invalid as a whole. */
  known(section: Section, name: string): boolean
  /**
   * Per component the flow with the tightest objective among those that cannot do without it. Computed once.
   * @param scenarioClass for a class of disaster; the default's objective counts where the class has none
   */
  tightest(objective: ObjectiveName, scenarioClass?: Scenario['class']): ReadonlyMap<string, Demand>
  /** Per component the most critical flow among those that cannot do without it; the value is its tier. */
  readonly critical: ReadonlyMap<string, Demand>
  /** Whether the scenario takes the last region in which the component is active. */
  loses(scenario: Scenario, component: Component): boolean
  /** Whether the scenario takes the component, by its region or by name. */
  hits(scenario: Scenario, id: string): boolean
  /** The components, in order of the plan. */
  readonly components: ReadonlyArray<readonly [id: string, component: Component]>
}

/** What is known besides the plan itself. */
export interface Surroundings {
  readonly asOf: string
  readonly evidence?: readonly Evidence[]
  readonly workloads?: ReadonlyMap<string, Plan>
  readonly inventory?: Inventory
}

/** Most spots are only pointed at, and nobody asks for their paths; so these are found when they are asked for. */
class WrittenSpot implements Spot {
  readonly place: Place
  private readonly parsed: ParsedPlan
  private readonly node: object
  private readonly key: string | number | undefined

  constructor(parsed: ParsedPlan, node: object, key: string | number | undefined) {
    this.place = parsed.rangeOf(node, key)
    this.parsed = parsed
    this.node = node
    this.key = key
  }

  get path(): string {
    return this.parts().join('.')
  }

  get invalid(): boolean {
    return this.key !== undefined && this.parsed.invalid.size > 0 && this.parsed.isInvalid(...this.parts())
  }

  private parts(): ReadonlyArray<string | number> {
    const own = this.parsed.pathOf(this.node) ?? []
    return this.key === undefined ? own : [...own, this.key]
  }
}

/** Prepares a parsed plan for rules. */
export function subjectOf(
  parsed: ParsedPlan,
  plan: Plan,
  { asOf, evidence, workloads, inventory }: Surroundings,
): Subject {
  const tables = new Map<string, ReadonlyMap<string, Demand>>()
  const table = (key: string, value: (flow: Flow) => number | undefined): ReadonlyMap<string, Demand> => {
    const known = tables.get(key) ?? demands(plan, value)
    tables.set(key, known)
    return known
  }
  const loses: Subject['loses'] = ({ loses: lost = [] }, { active = [] }) =>
    active.length > 0 && active.every((region) => lost.includes(region))
  const { invalid } = parsed
  return {
    plan,
    asOf,
    evidence: evidence ?? [],
    workloads,
    inventory,
    at: (node, key) => new WrittenSpot(parsed, node, key),
    missing(...path) {
      let node: object = plan
      for (const part of path.slice(0, -1)) {
        const next = (node as Record<string | number, unknown>)[part]
        if (typeof next !== 'object' || next === null) break
        node = next
      }
      return { place: parsed.rangeOf(node), path: path.join('.'), invalid: parsed.isInvalid(...path) }
    },
    unsure(...path) {
      if (invalid.size === 0) return false
      const beneath = `${path.join('.')}.`
      return parsed.isInvalid(...path) || [...invalid].some((cut) => cut.startsWith(beneath))
    },
    exists(path) {
      const parts = path.split('.')
      let node: unknown = plan
      for (const part of parts) {
        if (typeof node !== 'object' || node === null || !Object.hasOwn(node, part)) return parsed.isInvalid(...parts)
        node = (node as Record<string, unknown>)[part]
      }
      return true
    },
    names: (section) => Object.keys(plan[section] ?? {}),
    known: (section, name) => Object.hasOwn(plan[section] ?? {}, name) || parsed.isInvalid(section, name),
    tightest(objective, scenarioClass) {
      const special = ({ objectives }: Flow) =>
        (objectives as Readonly<Record<string, Flow['objectives']['default'] | undefined>>)[scenarioClass ?? '']?.[
          objective
        ]
      // Most plans promise the same whatever the disaster, and then there is one table.
      const own = scenarioClass !== undefined && Object.values(plan.flows).some((flow) => special(flow) !== undefined)
      return table(
        `${objective} ${own ? scenarioClass : ''}`,
        (flow) => special(flow) ?? flow.objectives.default[objective],
      )
    },
    get critical() {
      return table('tier', ({ tier }) => tier)
    },
    loses,
    hits: (scenario, id) => {
      const component = Object.hasOwn(plan.components, id) ? plan.components[id] : undefined
      return component !== undefined && (scenario.of?.includes(id) === true || loses(scenario, component))
    },
    // Of thousands of keys `Object.entries` takes three times as long.
    components: Object.keys(plan.components).map((id) => [id, plan.components[id] as Component]),
  }
}
