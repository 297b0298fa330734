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

interface Percentiles {
  readonly p50: number
  readonly p95: number
}

/** What is still to be expected of one flow in a run. */
export interface FlowOutlook {
  readonly flow: string
  /** `untouched`: nothing that this run does restores it. */
  readonly state: 'restored' | 'open' | 'untouched'
  /** Until it is served again, in seconds from now; 0 where it is, or is not touched. */
  readonly left: Percentiles
  /** All of its recovery time and the odds of still meeting the objective; without a target where it is not touched. */
  readonly rto: Odds
}

/** What is still to be expected of a run, given what has happened. */
export interface Outlook {
  /** Seconds since t0. */
  readonly elapsed: number
  /** In runbook order. */
  readonly flows: readonly FlowOutlook[]
  /** Until the last step has ended, in seconds from now. */
  readonly end: Percentiles
  /** What the outlook supposes beyond what a forecast does, in sentences; may be empty. */
  readonly caveats: readonly string[]
}

/** The odds of one flow's RTO when people go now, and when they wait first. */
export interface FlowGoing {
  readonly flow: string
  /** Going now first, then each wait in seconds; the recovery time is counted from the fault. Empty for a flow that is not touched. */
  readonly going: ReadonlyArray<Odds & { readonly wait: number }>
}
