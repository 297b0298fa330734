import type { Problem } from '#diagnostics'

/** A value of a plan on both sides, as it is shown; a side that is absent does not have it. */
export interface Changed {
  readonly base?: string
  readonly head?: string
}

/** An objective that a change touches. */
export interface ObjectiveChange extends Changed {
  readonly flow: string
  /** The class of disaster, or `default`. */
  readonly class: string
  readonly objective: 'tier' | 'slo' | 'rto' | 'rpo' | 'mtd'
  /** Whether more is promised than before, or less; absent where one side promises nothing. */
  readonly promises?: 'more' | 'less'
}

/** A runbook of a scenario in one direction. `changed` voids every drill of it. */
export interface RunbookChange {
  readonly scenario: string
  readonly direction: 'failover' | 'failback'
  readonly change: 'changed' | 'new' | 'gone'
  /** Ids of steps that are new, are gone, or are no longer what they were. */
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
  /** Runs of this project that had proven the base and do not prove the head; newest first. */
  readonly voids: readonly string[]
}

/** A forecast recovery time of a flow on both sides, in seconds at the 95th percentile. */
export interface ForecastChange {
  readonly flow: string
  readonly scenario: string
  readonly base?: number
  readonly head?: number
  readonly target?: number
}

/** What a change to a plan does. Every list is in the order of the plans, the base's before what only the head has. */
export interface PlanDiff {
  /** How each side is called. */
  readonly base: string
  readonly head: string
  readonly objectives: readonly ObjectiveChange[]
  readonly strategies: ReadonlyArray<Changed & { readonly component: string }>
  readonly components: {
    readonly added: readonly string[]
    readonly removed: readonly string[]
    /** Components of both sides, with the paths below them that differ. */
    readonly changed: ReadonlyArray<{ readonly component: string; readonly paths: readonly string[] }>
  }
  readonly forecasts: readonly ForecastChange[]
  /** Findings that only one side has, wherever they stand. */
  readonly findings: { readonly added: readonly Problem[]; readonly removed: readonly Problem[] }
  readonly runbooks: readonly RunbookChange[]
}

/** Whether nothing differs that anybody would act upon. */
export function isSame({ objectives, strategies, components, forecasts, findings, runbooks }: PlanDiff): boolean {
  const { added, removed, changed } = components
  return [objectives, strategies, added, removed, changed, forecasts, findings.added, findings.removed, runbooks].every(
    (list) => list.length === 0,
  )
}
