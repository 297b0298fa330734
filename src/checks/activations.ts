import { type Condition, factsOf, parseCondition } from '#conditions'
import { type Activation, type Component, type Contact, declaredFacts, type Plan, type Scenario } from '#plan'
import { componentOf } from './demand.ts'
import { typeOf } from './parts.ts'
import { soonest } from './satisfy.ts'
import type { Subject } from './subject.ts'

/** How one scenario is activated, with its criteria as far as they can be read. */
export interface Criteria {
  readonly id: string
  readonly activation: Activation
  /** Undefined where the plan has no scenario of that name. */
  readonly scenario: Scenario | undefined
  /** Undefined where it cannot be read; another rule says why. */
  readonly when: Condition | undefined
  /** Undefined where it cannot be read, or where the plan has none. */
  readonly unless: Condition | undefined
}

const known = new WeakMap<Plan, readonly Criteria[]>()

/** Every activation of a plan, in order of the plan; read once. */
export function criteriaOf(plan: Plan): readonly Criteria[] {
  const before = known.get(plan)
  if (before) return before
  const facts = declaredFacts(plan)
  const read = (text: string | undefined) => (text === undefined ? undefined : parseCondition(text, facts).condition)
  const found = Object.entries(plan.activation ?? {}).map(([id, activation]) => ({
    id,
    activation,
    scenario: Object.hasOwn(plan.scenarios, id) ? plan.scenarios[id] : undefined,
    when: read(activation.when),
    unless: read(activation.unless),
  }))
  known.set(plan, found)
  return found
}

/**
 * The soonest at which a scenario can count as noticed and decided, in seconds after the fault, where the decision takes
 * as long as it may; undefined where its criteria do not tell.
 */
export function decidedBy(plan: Plan, scenario: string): number | undefined {
  const one = criteriaOf(plan).find(({ id }) => id === scenario)
  const threshold = one?.when && soonest(one.when)
  return threshold === undefined ? undefined : threshold + (one?.activation.decideWithin ?? 0)
}

/** The probes that alone declare a disaster and that a bad release would fail too; undefined where it is not so. */
export function trippedByRelease(plan: Plan, one: Criteria): readonly string[] | undefined {
  const { when, unless } = one
  if (!when || !isReadable(one)) return undefined
  const facts = factsOf(when)
  const probes = [...new Set(facts.flatMap((fact) => /^probes\.(.+)\.[^.]+$/.exec(fact)?.[1] ?? []))]
  const guarded = [...facts, ...(unless ? factsOf(unless) : [])].includes('deployment.inProgress')
  const watches = (probe: string) =>
    Object.hasOwn(plan.probes ?? {}, probe) ? plan.probes?.[probe]?.watches : undefined
  // One that looks below the application tells a release from a loss, wherever it stands in the criteria.
  return probes.length > 0 && !guarded && probes.every((probe) => watches(probe) === 'application') ? probes : undefined
}

/** Whether an activation's criteria are whole: both parts of them, as far as the plan has them, can be read. */
export function isReadable({ activation, when, unless }: Criteria): boolean {
  return when !== undefined && (activation.unless === undefined || unless !== undefined)
}

/** Tells of scenarios whether they take away the service by which people and programs sign in. */
export function identityLoss({ components, hits }: Subject): (scenario: Scenario) => boolean {
  const services = components.filter(([, { type }]) => type === 'identity')
  return (scenario) => scenario.takes?.includes('identity') === true || services.some(([id]) => hits(scenario, id))
}

/** A contact by role; names that every object has are none. */
export function contactOf(plan: Plan, role: string): Contact | undefined {
  return Object.hasOwn(plan.contacts ?? {}, role) ? plan.contacts?.[role] : undefined
}

/** Whether it is a store that can lose writes because its copy is always a little behind. */
export function isLosable(component: Component): boolean {
  return component.data?.replication?.mode === 'async' && typeOf(component)?.holdsData !== false
}

/**
 * The components that a scenario hits, each once.
 * @remarks Looks at every component only where the scenario takes regions, so that many small scenarios cost little.
 */
export function hitBy(
  { plan, components, loses }: Subject,
  scenario: Scenario,
): ReadonlyArray<readonly [id: string, component: Component]> {
  const named = new Set(scenario.of)
  const lost = (scenario.loses ?? []).length === 0 ? [] : components.filter(([, one]) => loses(scenario, one))
  for (const [id] of lost) named.delete(id)
  const alone = [...named].flatMap((id) => {
    const component = componentOf(plan, id)
    return component ? [[id, component] as const] : []
  })
  return [...lost, ...alone]
}
