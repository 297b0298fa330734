import { type Condition, type Facts, evaluate, factsOf } from '#conditions'
import type { Runbook, RunbookProbe } from '#runbook'
import type { Draw } from './draw.ts'

/** Draws how long after the fault the activation criteria hold, in seconds. */
export type Detection = (draw: Draw) => number

/** A step to the right of an instant: what compares with `>`, and what rounding leaves a hair short, holds there. */
const justAfter = 1e-6

/**
 * How detection follows from the clocks of the plan, where it does.
 *
 * Every probe that the criteria ask about is supposed to fail from the fault on, and a lost region to refuse
 * connections at once; so the first failed probe comes within one interval, uniformly, and from then on it has been
 * failing for as long as the clock says. No deployment is supposed to be in progress.
 * @returns undefined where there are no criteria, or where they never hold under these suppositions
 */
export function detection(runbook: Runbook): Detection | undefined {
  const { activation } = runbook
  if (!activation) return undefined
  const criteria: readonly Condition[] = activation.unless ? [activation.when, activation.unless] : [activation.when]
  const asked = criteria.flatMap(factsOf)
  const probes = runbook.probes.filter((probe) => asked.some((fact) => fact.startsWith(`probes.${probe.id}.`)))
  const ages = [0, ...criteria.flatMap(thresholds)]
  const earliest = (firsts: readonly number[]): number | undefined =>
    // The answer can change only where a probe has been failing for as long as something is compared with.
    [0, ...firsts.flatMap((first) => ages.map((age) => first + age))]
      .sort((a, b) => a - b)
      .find((instant) => holds(activation, factsAt(instant + justAfter, probes, firsts)))
  if (earliest(probes.map((probe) => probe.every)) === undefined) return undefined
  return (draw) => earliest(probes.map((probe) => draw.uniform(0, probe.every))) ?? 0
}

function holds(activation: NonNullable<Runbook['activation']>, facts: Facts): boolean {
  if (evaluate(activation.when, facts) !== 'true') return false
  return activation.unless === undefined || evaluate(activation.unless, facts) !== 'true'
}

function factsAt(instant: number, probes: readonly RunbookProbe[], firsts: readonly number[]): Facts {
  const facts: Record<string, boolean | number> = { 'deployment.inProgress': false }
  for (const [index, probe] of probes.entries()) {
    const age = instant - (firsts[index] ?? 0)
    facts[`probes.${probe.id}.failing`] = age >= 0
    facts[`probes.${probe.id}.failingFor`] = Math.max(0, age)
  }
  return facts
}

/** Every duration and number that a condition compares with. */
function thresholds(condition: Condition): readonly number[] {
  if ('all' in condition) return condition.all.flatMap(thresholds)
  if ('any' in condition) return condition.any.flatMap(thresholds)
  if ('not' in condition) return thresholds(condition.not)
  if ('holds' in condition) return []
  return [condition.left, condition.right].flatMap((side) =>
    'duration' in side ? [side.duration] : 'value' in side && typeof side.value === 'number' ? [side.value] : [],
  )
}
