import type { Place } from '#diagnostics'
import type { Component, Flow, ParsedPlan, Plan, Scenario } from '#plan'

/** A spot in a plan that a rule may point at. */
export interface Spot {
  readonly place: Place
  /** Whether the parser has left it out as invalid, so that nothing more is to be said about it. */
  readonly invalid: boolean
}

/** A component that a flow needs, directly or through others. */
export interface Need {
  readonly flowId: string
  readonly flow: Flow
  readonly id: string
  readonly component: Component
  /** Whether the flow says what it does without it, or needs it only through a component that it can do without. */
  readonly dispensable: boolean
}

/** Parts of a plan that other parts refer to by name. */
export type Section = 'regions' | 'components' | 'scenarios' | 'contacts' | 'targets'

/** What a rule looks at: the plan, the day, and answers that several rules ask for. */
export interface Subject {
  readonly plan: Plan
  /** YYYY-MM-DD. */
  readonly asOf: string
  /** The spot of a value; without a key, or where the key is absent, of the key that leads to the object. */
  at(node: object, key?: string | number): Spot
  /** Whether the path, one that leads to it or anything beneath it is left out as invalid, so that it may be there. */
  unsure(...path: ReadonlyArray<string | number>): boolean
  /** Every pair of a flow and a component that it needs, flows in order of the plan, each pair once. */
  readonly needs: readonly Need[]
  /** Names of a part, in order of the plan; those of invalid entries are missing. */
  names(section: Section): readonly string[]
  /** Whether a name stands for something, valid or not; true for every name of a part that is invalid as a whole. */
  known(section: Section, name: string): boolean
  /** Whether the scenario takes the last region in which the component is active. */
  loses(scenario: Scenario, component: Component): boolean
}

/** Prepares a parsed plan for rules. */
export function subjectOf(parsed: ParsedPlan, plan: Plan, asOf: string): Subject {
  return {
    plan,
    asOf,
    at(node, key) {
      const path = parsed.pathOf(node) ?? []
      return { place: parsed.rangeOf(node, key), invalid: key !== undefined && parsed.isInvalid(...path, key) }
    },
    unsure(...path) {
      const beneath = `${path.join('.')}.`
      return parsed.isInvalid(...path) || [...parsed.invalid].some((cut) => cut.startsWith(beneath))
    },
    needs: Object.entries(plan.flows).flatMap(([id, flow]) => needsOf(id, flow, plan)),
    names: (section) => Object.keys(plan[section] ?? {}),
    known: (section, name) => Object.hasOwn(plan[section] ?? {}, name) || parsed.isInvalid(section, name),
    loses: ({ loses = [] }, { active = [] }) => active.length > 0 && active.every((region) => loses.includes(region)),
  }
}

/** Components that a flow reaches; what it can do without is followed last, so that a firm need wins over it. */
function needsOf(flowId: string, flow: Flow, plan: Plan): readonly Need[] {
  const found = new Map<string, Need>()
  const without = Object.keys(flow.degradesWithout ?? {})
  const follow = (id: string, dispensable: boolean): void => {
    const component = Object.hasOwn(plan.components, id) ? plan.components[id] : undefined
    if (!component || found.has(id)) return
    found.set(id, { flowId, flow, id, component, dispensable })
    for (const next of component.needs ?? []) if (dispensable || !without.includes(next)) follow(next, dispensable)
  }
  for (const id of flow.needs) if (!without.includes(id)) follow(id, false)
  for (const id of without) follow(id, true)
  return [...found.values()]
}
