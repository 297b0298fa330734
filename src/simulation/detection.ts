import { type Condition, type Facts, evaluate, factsOf } from '#conditions'
import type { Runbook, RunbookProbe } from '#runbook'

/**
 * How long after the fault the activation criteria hold, in seconds.
 * @param uniformOf a number in (0, 1) for each probe of the criteria, by its place among them
 */
export type Detection = (uniformOf: (probe: number) => number) => number

/** A step to the right of an instant: what compares with `>`, and what rounding leaves a hair short, holds there. */
const justAfter = 1e-6

/**
 * How detection follows from the clocks of the plan, where it does.
 *
 * Every probe that the criteria ask about is supposed to fail from the fault on, and what is lost to refuse connections
 * at once; so the first failed probe comes within one interval, uniformly, and from then on it has been failing for as
 * long as the clock says. What is only slow is known to fail when the probe's time is over. Where the criteria do not hold then, those that they want to answer are supposed to answer. No
 * deployment is supposed to be in progress.
 * @returns undefined where there are no criteria, or where they never hold under these suppositions
 */
export function detection(runbook: Runbook): Detection | undefined {
  return noticing(runbook)?.detect
}

/** The probes that are supposed to go on answering, so that detection follows from the clocks; mostly none. */
export function answeringProbes(runbook: Runbook): readonly string[] {
  return noticing(runbook)?.answering ?? []
}

interface Noticing {
  readonly detect: Detection
  readonly answering: readonly string[]
}

function noticing(runbook: Runbook): Noticing | undefined {
  const { activation, fault } = runbook
  if (!activation) return undefined
  const isSlow = fault?.as === 'slow'
  const asked = activation.unless ? [activation.when, { not: activation.unless }] : [activation.when]
  const probes = runbook.probes.filter((probe) => asked.flatMap(factsOf).some((fact) => isOf(probe, fact)))
  const wanted = asked.flatMap((condition) => wantedFacts(condition, true))
  const answering = probes.filter((probe) => !wanted.some((fact) => isOf(probe, fact)))
  const ages = [0, ...asked.flatMap(thresholds)]
  const all = detectionBy(activation, probes, ages, isSlow)
  if (all) return { detect: all, answering: [] }
  const failing = probes.filter((probe) => !answering.includes(probe))
  const some = answering.length > 0 ? detectionBy(activation, failing, ages, isSlow, answering) : undefined
  return some && { detect: some, answering: answering.map(({ id }) => id) }
}

function detectionBy(
  activation: NonNullable<Runbook['activation']>,
  probes: readonly RunbookProbe[],
  ages: readonly number[],
  isSlow: boolean,
  answering: readonly RunbookProbe[] = [],
): Detection | undefined {
  const healthy = factsAt(-1, answering, [])
  const isTrue = (instant: number, firsts: readonly number[]): boolean =>
    holds(activation, { ...healthy, ...factsAt(instant + justAfter, probes, firsts) })
  const earliest = (firsts: readonly number[]): number | undefined =>
    // The answer can change only where a probe has been failing for as long as something is compared with.
    [0, ...firsts.flatMap((first) => ages.map((age) => first + age))]
      .sort((a, b) => a - b)
      .find((instant) => isTrue(instant, firsts))
  if (earliest(probes.map((probe) => probe.every)) === undefined) return undefined
  const known = (probe: RunbookProbe, uniform: number): number => uniform * probe.every + (isSlow ? probe.timeout : 0)
  const [only, second] = probes
  if (!only || second) return (uniformOf) => earliest(probes.map((probe, place) => known(probe, uniformOf(place)))) ?? 0
  // With one probe all hangs by its first failure, so that nothing needs to be asked again in each run.
  const delay = earliest([0]) ?? 0
  const beforehand = isTrue(0, [only.every])
  return (uniformOf) => (beforehand ? 0 : known(only, uniformOf(0)) + delay)
}

function isOf({ id }: RunbookProbe, fact: string): boolean {
  return fact.startsWith(`probes.${id}.`)
}

/** The facts that a condition wants to be true, or to be long. @param isMeant whether it is to hold, or not to */
function wantedFacts(condition: Condition, isMeant: boolean): readonly string[] {
  if ('all' in condition) return condition.all.flatMap((part) => wantedFacts(part, isMeant))
  if ('any' in condition) return condition.any.flatMap((part) => wantedFacts(part, isMeant))
  if ('not' in condition) return wantedFacts(condition.not, !isMeant)
  if ('holds' in condition) return isMeant ? [condition.holds] : []
  const { left, is } = condition
  // What is to be equal, or not to be, may be wanted either way.
  if (is === '==' || is === '!=') return factsOf(condition)
  const asksForMore = 'fact' in left !== (is === '<' || is === '<=')
  return asksForMore === isMeant ? factsOf(condition) : []
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
