import type { ScenarioAlive } from '#simulation'

/** What must be alive for the recoveries of one plan. */
export interface AliveView {
  readonly plan: string
  /** In the order of the plan. */
  readonly scenarios: readonly ScenarioAlive[]
  /** Why scenarios have no runbook, in sentences. */
  readonly skipped: readonly string[]
}

/** Whether something of a recovery depends on what its scenario takes away. */
export function isUndermined({ scenarios }: AliveView): boolean {
  return scenarios.some(({ dependsOnLost, singles }) => dependsOnLost.length > 0 || singles.some(({ taken }) => taken))
}
