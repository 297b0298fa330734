import { requirements, type Validation, validations } from '#catalog'
import type { Plan, Scenario, Strategy } from '#plan'
import { measures, onWorkload, strategiesTouched } from './grades-topics.ts'

/** The code of the rule that names what is not planned. */
export const notPlanned = 'validation-not-planned'

type Attestation = NonNullable<Plan['attestations']>[number]

/** Attestations that hold on the day, by what they vouch for: a requirement's id or a topic's name. */
export function attestedOn(plan: Plan, asOf: string): ReadonlyMap<string, Attestation> {
  const inForce = (plan.attestations ?? []).filter(({ on, until }) => on <= asOf && asOf <= until)
  return new Map(inForce.map((one) => [one.of, one]))
}

/** Strategies that components of the plan have, in the order in which they first appear. */
export function strategiesOf(plan: Plan): ReadonlySet<Strategy> {
  return new Set(Object.values(plan.components).flatMap(({ strategy }) => strategy ?? []))
}

/**
 * Tells whether a plan plans to show a topic: by a verification, by a drill on the workload that names it, or, for what
 * a run measures by itself, by any such drill that would measure it.
 * @returns a question by topic and strategy; without a strategy, of any
 */
export function plannedTopics(plan: Plan): (topic: string, strategy: Strategy | undefined) => boolean {
  const touchedBy = strategiesTouched(plan)
  const drills = (plan.drills ?? []).filter(onWorkload).map((drill) => {
    const scenario = Object.hasOwn(plan.scenarios, drill.scenario) ? plan.scenarios[drill.scenario] : undefined
    return { drill, scenario, touched: scenario ? touchedBy(scenario) : new Set<Strategy>() }
  })
  const looked = new Set(Object.values(plan.verification ?? {}).flatMap(({ validates }) => validates ?? []))
  return (topic, strategy) => {
    const fitting = drills.filter(({ touched }) => strategy === undefined || touched.has(strategy))
    if (fitting.length === 0) return false
    // A verification is a person's step of a run: nobody gets to it without one, nor in one without people.
    if (looked.has(topic) && fitting.some(({ drill }) => drill.decision !== 'automatic')) return true
    return fitting.some(({ drill, scenario }) => drill.validates?.includes(topic) || measurable(topic, drill, scenario))
  }
}

function measurable(topic: string, drill: NonNullable<Plan['drills']>[number], scenario: Scenario | undefined) {
  const measure = Object.hasOwn(measures, topic) ? measures[topic as keyof typeof measures] : undefined
  return measure !== undefined && (measure.plannedBy?.(drill, scenario) ?? true)
}

const points = new Map(requirements.map((one) => [one.id, one]))

/** The points of validation of a strategy that a topic answers. */
export function pointsOf({ requirements: ids }: Validation, strategy: Strategy): readonly string[] {
  return ids.filter((id) => {
    const point = points.get(id)
    return point?.kind === 'validation' && point.strategy === strategy
  })
}

/** Topics with points of a strategy that are neither planned nor vouched for, in the order of the catalog. */
export function unplanned(plan: Plan, strategy: Strategy, asOf: string): readonly string[] {
  const planned = plannedTopics(plan)
  const attested = attestedOn(plan, asOf)
  return Object.entries(validations).flatMap(([name, topic]) => {
    const ids = pointsOf(topic, strategy)
    if (ids.length === 0 || planned(name, strategy) || attested.has(name)) return []
    return ids.every((id) => attested.has(id)) ? [] : [name]
  })
}
