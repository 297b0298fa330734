import { componentTypes } from '#catalog'
import type { Component, Drill, Plan, Probe } from './schema/index.ts'

/** A value that the plan does not state and that follows from what it does state. */
export interface Inferred {
  /** The path of the part that it belongs to. */
  readonly owner: ReadonlyArray<string | number>
  readonly key: string
  readonly value: unknown
  /** One sentence. */
  readonly why: string
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/**
 * Writes into a plan what follows from it, so that short plans stay short. Never an objective, a tier, an owner or a
 * strategy: those are somebody's decision.
 * @param plan fresh from the schema, and not yet frozen
 * @param isInvalid whether something was written at a path and could not be read; nothing is put in its place
 * @param written the index that a drill has in the text, for those before it may be left out
 * @returns what was written into it, in order of the plan
 */
export function infer(
  plan: Plan,
  isInvalid: (...path: ReadonlyArray<string | number>) => boolean,
  written: (drill: number) => number,
): readonly Inferred[] {
  const found: Inferred[] = []
  const state = <T extends object, K extends keyof T & string>(
    owner: ReadonlyArray<string | number>,
    part: T,
    key: K,
    value: NonNullable<T[K]> | undefined,
    why: string,
  ): void => {
    if (part[key] !== undefined || value === undefined || isInvalid(...owner, key)) return
    ;(part as Writable<T>)[key] = value
    found.push({ owner, key, value, why })
  }
  const regions = isInvalid('regions') ? [] : Object.keys(plan.regions)
  for (const [id, component] of Object.entries(plan.components)) {
    const owner = ['components', id]
    // Whoever wrote something there meant something else than what would be put in its place.
    if (['strategy', 'active', 'standby'].some((key) => isInvalid(...owner, key))) continue
    for (const [key, value, why] of regionsOf(component, regions)) state(owner, component, key, value, why)
  }
  for (const [id, probe] of Object.entries(plan.probes ?? {})) {
    const named = Object.hasOwn(plan.components, id) ? id : undefined
    state(['probes', id], probe as Probe, 'component', named, 'The probe has the name of this component.')
  }
  for (const [index, drill] of (plan.drills ?? []).entries()) {
    const owner = ['drills', written(index)]
    const forced = drill.kind === undefined || drill.kind === 'forced'
    state(owner, drill as Drill, 'target', forced ? 'lab' : undefined, 'A drill that names no target runs in the lab.')
    const people = drill.target === 'lab' ? 'automatic' : undefined
    state(owner, drill as Drill, 'decision', people, 'In the lab nobody is waited for.')
    state(
      owner,
      drill as Drill,
      'direction',
      forced || drill.kind === 'planned-switchover' ? 'both' : undefined,
      'A drill goes there and back.',
    )
  }
  return found
}

const standsBy = new Set<string | undefined>(['hot-standby', 'warm-standby', 'cold-standby'])

/** Where a component runs and stands by, as far as its type, its strategy and the plan's regions leave no choice. */
function* regionsOf(
  { type, strategy, active, standby }: Component,
  regions: readonly string[],
): Generator<readonly ['active' | 'standby', string[], string]> {
  if (!Object.hasOwn(componentTypes, type) || componentTypes[type]?.scope !== 'regional') return
  let at = active
  if (at === undefined && strategy === 'active-active') {
    if (regions.length < 2) return
    yield ['active', [...regions], 'With active-active every region of the plan serves.']
  } else if (at === undefined) {
    const first = regions.find((region) => !standby?.includes(region))
    if (first === undefined) return
    at = [first]
    yield ['active', at, 'A component of this type runs in a region, and this is the first one of the plan.']
  }
  const [only, ...more] = at ?? []
  const other = regions.find((region) => region !== only)
  if (standby || !standsBy.has(strategy) || regions.length !== 2 || more.length > 0 || !only || !other) return
  if (regions.includes(only))
    yield ['standby', [other], 'Its strategy needs a second region, and the plan has one other.']
}
