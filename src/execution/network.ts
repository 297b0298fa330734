import { undoPrefix } from '#journal'
import { type Runbook, type Step, undoOf } from '#runbook'

/** A runbook's steps as places, 0 to n - 1 in runbook order, with what hangs together by place. */
export interface Network {
  readonly steps: readonly Step[]
  readonly place: ReadonlyMap<string, number>
  readonly needs: ReadonlyArray<readonly number[]>
  /** The steps that need one. */
  readonly dependents: ReadonlyArray<readonly number[]>
  /** The fallbacks of a step. */
  readonly fallbacks: ReadonlyArray<readonly number[]>
  /** The step that one is a fallback for. */
  readonly standsInFor: ReadonlyArray<number | undefined>
  /** The steps that notice the disaster. */
  readonly detects: readonly Step[]
}

/** What a list of the network has at a place; every list has something at every place. */
export function entry<T>(list: readonly T[], place: number): T {
  return list[place] as T
}

const known = new WeakMap<Runbook, Network>()

/** The network of a runbook, made once; a need that names no step is no need. */
export function networkOf(runbook: Runbook): Network {
  const before = known.get(runbook)
  if (before) return before
  const { steps } = runbook
  const place = new Map(steps.map((step, at) => [step.id, at]))
  const placesOf = (ids: readonly string[]): number[] => ids.flatMap((id) => place.get(id) ?? [])
  const needs = steps.map((step) => [...new Set(placesOf(step.needs))])
  const dependents: number[][] = steps.map(() => [])
  const fallbacks: number[][] = steps.map(() => [])
  for (const [at, all] of needs.entries()) for (const need of all) entry(dependents, need).push(at)
  // Only what comes later can stand in for a step, so that none stands in for itself by way of others.
  const standsInFor = steps.map((step, at) => {
    const target = place.get(step.insteadOf ?? '')
    return target !== undefined && target < at ? target : undefined
  })
  for (const [at, target] of standsInFor.entries()) if (target !== undefined) entry(fallbacks, target).push(at)
  const detects = steps.filter((step) => step.phase === 'detect')
  const network: Network = { steps, place, needs, dependents, fallbacks, standsInFor, detects }
  known.set(runbook, network)
  return network
}

/** The step of that id, what takes one back included; undefined where the runbook has none. */
export function stepNamed(runbook: Runbook, id: string): Step | undefined {
  const { steps, place } = networkOf(runbook)
  const named = (name: string): Step | undefined => steps[place.get(name) ?? -1]
  const taken = id.startsWith(undoPrefix) ? named(id.slice(undoPrefix.length)) : undefined
  return named(id) ?? (taken && undoOf(taken))
}
