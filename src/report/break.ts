import type { ObjectiveBreaks } from '#simulation'

/** What it takes to break the objectives of one plan. */
export interface BreakView {
  readonly plan: string
  /** Whose durations were used. */
  readonly target: string
  readonly objectives: readonly ObjectiveBreaks[]
  /** Why scenarios have no runbook, in sentences. */
  readonly skipped: readonly string[]
}

/** Whether an objective is missed although nothing goes wrong. */
export function isMissedAnyway({ objectives }: BreakView): boolean {
  return objectives.some(({ met, unknown }) => !met && unknown === undefined)
}
