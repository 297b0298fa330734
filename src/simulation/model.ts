/** A simulated time or loss against its objective; seconds. */
export interface Odds {
  readonly p50: number
  readonly p95: number
  /** Absent where the plan sets none. */
  readonly target?: number
  /** 0 to 1; absent where there is no target. */
  readonly probabilityMet?: number
}

export interface FlowForecast {
  readonly flow: string
  readonly scenario: string
  readonly rto: Odds
  /** Without p50, p95 and probability where the loss of a store that the flow needs is unknown. */
  readonly rpo: Partial<Odds>
  /**
   * Steps that lay on the flow's critical path in at least one run, most often first, then in runbook order. `share` of
   * the runs, 0 to 1; `p50` is what the step took of the path in those runs, seconds. Empty where the scenario does not
   * touch the flow.
   */
  readonly criticalPath: ReadonlyArray<{ readonly step: string; readonly share: number; readonly p50: number }>
  /**
   * Share of the critical path's time, 0 to 1, that rests on measurements of this very target. Detection counts on
   * neither side where it follows from the plan's own clocks; 0 where no other step takes time.
   */
  readonly measuredShare: number
}

/** What a runbook would take and lose, many seeded times. */
export interface Forecast {
  readonly schemaVersion: 1
  readonly scenario: string
  readonly target: string
  readonly seed: number
  readonly runs: number
  readonly flows: readonly FlowForecast[]
  /** What the figures rest on and leave out, in sentences. */
  readonly caveats: readonly string[]
}
