import type { Component, Plan } from '#plan'

/** What the regions that are left must carry when others are lost; shares of what a region can carry ungrown. */
export interface Survivors {
  readonly regions: number
  readonly lost: number
  /** Load of each region that is left; above 1 it is more than the region can carry. */
  readonly load: number
  /** The load above which the service is slow; 1 where the plan states none. */
  readonly limit: number
  /** Load once grown as far as scaling and quota allow; undefined where the plan does not say how far. */
  readonly grown: number | undefined
}

/**
 * The arithmetic of a lost region: its load is shared evenly by those that are left, n regions carrying n / (n − lost)
 * of what each carried before.
 * @returns undefined where the plan does not state the load, or the component serves from fewer than two regions
 */
export function survivorsOf(plan: Plan, { active = [], capacity }: Component): Survivors | undefined {
  const regions = active.length
  if (capacity?.load === undefined || regions < 2) return undefined
  let lost = 1
  for (const { class: kind, loses = [] } of Object.values(plan.scenarios)) {
    const taken = kind === 'region' ? active.filter((region) => loses.includes(region)).length : 0
    if (taken > lost && taken < regions) lost = taken
  }
  const load = (capacity.load * regions) / (regions - lost)
  const { from, to, quota } = capacity.scaling ?? {}
  const grown = from && to ? (load * from) / Math.min(to, quota ?? to) : undefined
  return { regions, lost, load, limit: capacity.limit ?? 1, grown }
}

/** The beginning of a sentence about them: how many of how many regions are lost. */
export function lossOf({ lost, regions }: Survivors): string {
  return `With ${lost} of ${regions} regions lost`
}

/** A share for people, in whole per cent; rounded up, so that what is over a limit never reads as equal to it. */
export function percent(share: number): string {
  return `${Math.ceil(Number((share * 100).toFixed(6)))}%`
}
