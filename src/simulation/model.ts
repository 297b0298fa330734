import type { Step } from '#runbook'

/** From, to: what 95 of 100 repetitions of the whole simulation, with other seeds, would give. */
export type Interval = readonly [number, number]

/** A simulated time or loss against its objective; seconds. */
export interface Odds {
  /** Absent, as `within` and `distribution` are, where all runs gave the same. */
  readonly p5?: number
  readonly p50: number
  readonly p95: number
  /** Absent where the plan sets none. */
  readonly target?: number
  /** 0 to 1; absent where there is no target. */
  readonly probabilityMet?: number
  /** How sure the figures are, given all that is supposed: the error of simulating finitely many runs, and no other. */
  readonly within?: { readonly p50: Interval; readonly p95: Interval; readonly probabilityMet?: Interval }
  /**
   * The odds when every figure that was never measured here is half as long, and twice as long; present where most of
   * the critical path is not measured, for one percentage would pretend too much then.
   */
  readonly oddsRange?: Interval
  /** Share of runs in which it was not over at the forecast's horizon; their time counts as the horizon. Absent: none. */
  readonly censoredShare?: number
  /** For pictures: `shares[i]` of the runs lie from `edges[i]` to `edges[i + 1]`; edges rise, shares sum to 1. */
  readonly distribution?: { readonly edges: readonly number[]; readonly shares: readonly number[] }
}

/** What the recovery time of a flow depends on, and how much. */
export interface Influence {
  readonly input: 'step' | 'person' | 'detection' | 'hour' | 'attempts'
  /** Its step or role; the scenario where neither. */
  readonly of: string
  /** Median recovery time, and odds of the RTO where it has one, in the runs in which the input was in its lowest fifth. */
  readonly low: { readonly p50: number; readonly probabilityMet?: number }
  /** The same in its highest fifth. */
  readonly high: { readonly p50: number; readonly probabilityMet?: number }
}

export interface FlowForecast {
  readonly flow: string
  readonly scenario: string
  readonly rto: Odds
  /** Without p50, p95 and probability where the loss of a store that the flow needs is unknown. */
  readonly rpo: Partial<Odds>
  /**
   * Steps that lay on the flow's critical path in at least one of the first 16,384 runs, most often first, then in runbook
   * order. `share` of these runs, 0 to 1; `p50` is what the step took of the path in those runs, seconds. Empty where the scenario does not
   * touch the flow.
   */
  readonly criticalPath: ReadonlyArray<{ readonly step: string; readonly share: number; readonly p50: number }>
  /**
   * Share of the critical path's time, 0 to 1, that rests on measurements of this very target. Detection counts on
   * neither side where it follows from the plan's own clocks; 0 where no other step takes time.
   */
  readonly measuredShare: number
  /**
   * What each phase takes of the recovery time in the same runs, in the order in which they come; shares sum to 1 where there is a path.
   * What clients take to come back belongs to `route`. Runs that never restored the flow are left out.
   */
  readonly phases?: ReadonlyArray<{ readonly phase: Step['phase']; readonly share: number; readonly p50: number }>
  /** What matters most first, at most eight; the difference of the two medians is what they are ordered by. */
  readonly tornado?: readonly Influence[]
  /** The odds that it is served again before each of its cut-off times, for a fault at any minute of the day before. */
  readonly cutOffs?: ReadonlyArray<{
    readonly at: string
    readonly zone: string
    readonly what: string
    readonly probabilityMade: number
  }>
  /** For how many seconds of messages readers see them twice after the failover; where a queue or stream is replicated. */
  readonly duplicates?: { readonly p50: number; readonly p95: number }
}

/** What a runbook would take and lose, many seeded times. */
export interface Forecast {
  readonly schemaVersion: 1
  readonly scenario: string
  readonly target: string
  readonly seed: number
  readonly runs: number
  /** After how many seconds a run is no longer followed. */
  readonly horizon?: number
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
