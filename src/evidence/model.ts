import type { Subject } from '#journal'

/**
 * What a measuring target saw of one client of one flow. Times are seconds on the target's monotonic clock, the same
 * clock as the fault's.
 */
export interface ClientSeries {
  readonly flow: string
  readonly client: string
  /** Every request from shortly before the fault on, by the time its answer came (or was given up), in that order. */
  readonly requests: ReadonlyArray<{ readonly at: number; readonly ok: boolean; readonly latency: number }>
}

/** The ledger of one store against the survivor at the end of the failover. */
export interface LedgerCount {
  readonly component: string
  /** Writes whose success the client saw. */
  readonly acknowledged: number
  /** Acknowledged and not in the survivor, or in it with another content. */
  readonly lost: number
  /** Of the lost ones, those that the survivor holds with another content; absent where nobody looked at contents. */
  readonly wrong?: number
  /** Acknowledged, and held by the other side alone; counted where both sides lived on. They are not lost. */
  readonly unreconciled?: number
  /** In the survivor though the client saw an error or nothing. */
  readonly unackedSurvivors: number
  /** Keys that the survivor holds more than once. */
  readonly duplicates: number
  /** Commit time of the oldest lost write, on the same clock; absent where none is lost. */
  readonly oldestLostAt?: number
  /** The lost keys, all of them. */
  readonly lostKeys: readonly string[]
}

/** A time in which one region acknowledged writes to a store, with no pause of a second in it. */
export interface Writing {
  readonly component: string
  readonly region: string
  /** Commit times of the first and the last of them, on the target's clock. */
  readonly from: number
  readonly to: number
  readonly acknowledged: number
}

/** Acknowledged writes a second, over all stores: just before the fault, and at the end, once all is restored. */
export interface Throughput {
  readonly before: number
  readonly after: number
}

/** What was measured in one run, raw: enough to judge it again without the target. */
export interface Measurements {
  readonly schemaVersion: 1
  /** `ledger`: every write is counted. */
  readonly method: 'ledger' | 'none'
  readonly clock: { readonly source: string; readonly skewSeconds: number }
  /** The fault, on the target's clock; absent where nothing was injected (a planned switch). */
  readonly t0?: number
  readonly clients: readonly ClientSeries[]
  readonly ledgers: readonly LedgerCount[]
  /** Which region took writes when, in order of `from`; absent where the target does not tell regions apart. */
  readonly writings?: readonly Writing[]
  readonly throughput?: Throughput
}

/** A time split by who or what it waited for, in seconds; the first three add up to the measured RTO. */
export interface Phases {
  readonly detect: number
  readonly decide: number
  readonly execute: number
  /** After restoration: until verification had passed; 0 where it passed before. */
  readonly verify: number
}

/**
 * `met`: every objective, and a person decided. `met-technically`: every objective, but the decision was automatic, so
 * only the technical recovery time is proven. `missed`: some objective. `failed`: the run did not restore.
 */
export type Verdict = 'met' | 'met-technically' | 'missed' | 'failed'

export interface FlowResult {
  readonly flow: string
  readonly rto: {
    /** Seconds from the fault until the worst client met the level for the hold; absent where that never came. */
    readonly measured?: number
    readonly fromDeclaration?: number
    readonly validated?: number
    readonly target?: number
    readonly met?: boolean
    readonly phases?: Phases
  }
  readonly rpo: {
    readonly measured?: number
    readonly method: 'ledger' | 'none'
    readonly target?: number
    readonly met?: boolean
    readonly acknowledged: number
    readonly lost: number
    readonly unackedSurvivors: number
    readonly duplicates: number
    /** As in the ledgers; absent where no ledger of the flow has it. */
    readonly wrong?: number
    readonly unreconciled?: number
  }
}

/** Which regions took writes of a store from the fault on. */
export interface StoreWriters {
  readonly component: string
  readonly regions: readonly string[]
  /** Whether two took them where one may, or a region did after it was fenced. */
  readonly split: boolean
}

/**
 * How long a step took, for the estimates of later runs. Seconds from start to success of the attempt that succeeded;
 * people's work counts from when all that it needs had ended. A step that was interrupted or in doubt is left out.
 */
export interface StepTiming {
  readonly step: string
  /** The action's name; absent for people's work. */
  readonly use?: string
  /** What the action has somebody else do, where its name leaves that open. */
  readonly operation?: string
  readonly component?: string
  readonly seconds: number
  readonly attempts: number
}

/** A run, judged. */
export interface Evidence {
  readonly schemaVersion: 1
  /** The version of the rules of judging; evidence of another version is verified byte for byte and not judged again. */
  readonly judgement: number
  readonly run: string
  readonly subject: Subject
  readonly target: string
  readonly kind: 'drill' | 'realEvent'
  readonly direction: 'failover' | 'failback'
  readonly plan: { readonly name: string; readonly digest: string }
  readonly scenario: string
  readonly runbookDigest: string
  readonly journalHead: string
  readonly startedAt: string
  readonly finishedAt: string
  readonly verdict: Verdict
  readonly flows: readonly FlowResult[]
  /** Absent where the target does not tell which region took a write. */
  readonly writers?: readonly StoreWriters[]
  readonly throughput?: Throughput
  readonly steps: readonly StepTiming[]
  readonly approvals: ReadonlyArray<{
    readonly step: string
    readonly decision: string
    readonly by: string
    readonly method: string
    readonly at: string
  }>
  readonly deviations: readonly string[]
  readonly gaps: readonly string[]
  readonly clock: { readonly source: string; readonly skewSeconds: number }
}

/** How long one step takes, as far as is known; seconds. */
export interface Estimate {
  readonly p50: number
  readonly p95: number
  readonly basis: 'measured' | 'declared' | 'catalog' | 'unknown'
  /** How many observations on this very target it rests on. */
  readonly observations: number
  readonly source: string
  /** The chance that an attempt fails, 0 to 1, as often as it has of so many on this very target; absent: not known. */
  readonly failing?: { readonly chance: number; readonly of: number; readonly source: string }
}

/** Estimates by step id; one for every step of the runbook. */
export type Estimates = Readonly<Record<string, Estimate>>
