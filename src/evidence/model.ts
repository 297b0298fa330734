import type { Harm, Subject, Unannounced } from '#journal'
import type { CacheSeen, StoreSync } from './beside.ts'
import type { Inspection, Proof } from './inspection.ts'
import type { PartVersions } from './parts.ts'

/**
 * What a measuring target saw of one client of one flow. Times are seconds on the target's monotonic clock, the same
 * clock as the fault's.
 */
export interface ClientSeries {
  readonly flow: string
  readonly client: string
  /** How often it asks, in seconds; absent where that is so often that it makes no difference. */
  readonly every?: number
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
  /** Of the newest, where it is known. */
  readonly newestLostAt?: number
  /** The lost keys, all of them. */
  readonly lostKeys: readonly string[]
  /** Where the survivor was a copy that took over: up to when it had everything, as the store itself says it. */
  readonly syncedUpTo?: number
  /**
   * Of markers: how much older the oldest lost write may be than the oldest lost marker, in seconds, ≥ 0. Absent where
   * every write was counted.
   */
  readonly error?: number
  /**
   * Of markers: none is known to be there that is older than what may have been lost, so that nobody knows how far back
   * that goes.
   */
  readonly unbounded?: true
}

/** What the side that was left had of a store and the other one lacks, as it was listed before it was overwritten. */
export interface LeftBehind {
  readonly component: string
  readonly region: string
  /** When it was listed, in seconds on the target's clock. */
  readonly at: number
  /** Keys that it alone has, all of them and each once, the oldest write first; acknowledged to a client or not. */
  readonly only: readonly string[]
  /** How many of these the other side has got by the end of the run; absent where nobody looked again. */
  readonly arrived?: number
  /** Keys that both have and that the other side has with another content, in the same order. */
  readonly differing: readonly string[]
}

/** How one flow was served while the other side carried the load. */
export interface Carrying {
  readonly flow: string
  readonly requests: number
  readonly failed: number
  /** The longest time without a success, in seconds. */
  readonly longest: number
}

/** The time for which the other side carried the load. */
export interface Sustained {
  /** For how long it was to, in seconds. */
  readonly wanted: number
  /** For how long it did, in seconds; less where somebody ended it early. */
  readonly lasted: number
  /** How long of that nobody measured, because Muster did not run, in seconds. */
  readonly unmeasured: number
  readonly flows: readonly Carrying[]
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

/** What a server counted of changes that it took from the other region, since it and they began. */
export interface ConflictsCounted {
  readonly component: string
  readonly region: string
  /**
   * Conflicts by the server's own names, such as `update_origin_differs`; none that is 0. Absent where it does not count
   * them, as before PostgreSQL 18.
   */
  readonly kinds?: Readonly<Record<string, number>>
  /** How often applying broke off; a line that breaks counts too. */
  readonly errors: number
}

/** What a client wrote that goes to the service of one region past whatever leads customers, in order. */
export interface Pinned {
  readonly region: string
  readonly component: string
  /** When it was committed, or was sent where it was not acknowledged, on the target's clock. */
  readonly writes: ReadonlyArray<{ readonly at: number; readonly ok: boolean }>
}

/** Acknowledged writes a second, over all stores: before the fault, on an ordinary day, and at the end, once all is restored. */
export interface Throughput {
  readonly before: number
  readonly after: number
}

/** What was measured in one run, raw: enough to judge it again without the target. */
export interface Measurements {
  readonly schemaVersion: 1
  /** `ledger`: every write is counted. `heartbeat`: markers are, which were written beside the workload's own writes. */
  readonly method: 'ledger' | 'heartbeat' | 'none'
  readonly clock: { readonly source: string; readonly skewSeconds: number }
  /** Which monotonic clock that was, as the journal names it; the one on which the run ended where it is left out. */
  readonly on?: string
  /** The fault, on the target's clock; absent where nothing was injected (a planned switch), or not on that clock. */
  readonly t0?: number
  readonly clients: readonly ClientSeries[]
  readonly ledgers: readonly LedgerCount[]
  /** One for each store that was looked at, in no order; absent where none was. */
  readonly leftBehind?: readonly LeftBehind[]
  /** Which region took writes when, in order of `from`; absent where the target does not tell regions apart. */
  readonly writings?: readonly Writing[]
  /** Of each store that takes writes in several regions; absent where none does. */
  readonly conflicts?: readonly ConflictsCounted[]
  /** Absent where nobody goes past what leads customers. */
  readonly pinned?: readonly Pinned[]
  readonly throughput?: Throughput
  /** Absent where no flow asks a cache. */
  readonly cache?: CacheSeen
  /** What was found when the target was looked at apart from its load, in order; absent where it cannot be. */
  readonly inspections?: readonly Inspection[]
  readonly sustained?: Sustained
  /** Absent where customers do not find a region by name, or where the name leads did not change. */
  readonly stale?: StaleUse
}

/** How long customers went on using addresses that the zone of their name did not give any more. */
export interface StaleUse {
  /** When the first of them was taken back, on the target's clock. */
  readonly since: number
  /** How many clients used one afterwards, of how many. */
  readonly clients: number
  readonly of: number
  /** What they sent there, and how much of it was answered well. */
  readonly requests: number
  readonly answered: number
  /** When the last of it was sent; absent where nothing was. */
  readonly lastAt?: number
  /** The longest time from the change that took a region back until something was sent there, in seconds; absent likewise. */
  readonly forSeconds?: number
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
 * `met`: every objective of which the run tells whether it was met, and a person decided. `met-technically`: the same, but
 * the decision was automatic, so
 * only the technical recovery time is proven. `missed`: some objective, or nobody was left for a step. `failed`: the run
 * did not restore. At a table, where no system takes part and nothing can be met: `exercised`: people decided and did
 * their part; `walked`: the runbook was walked through, and nobody took part.
 */
export type Verdict = 'met' | 'met-technically' | 'missed' | 'failed' | 'exercised' | 'walked'

/** How soon somebody answered who was called out. Times in seconds from the call. */
export interface PersonAnswer {
  readonly role: string
  /** What the run waited for when they were called. */
  readonly step: string
  /** RFC 3339 in UTC. */
  readonly called: string
  readonly channel: 'console' | 'pager'
  /** Whose deputy was called, because that one is absent or had not answered in time. */
  readonly insteadOf?: string
  /** Why the pager could not be reached. */
  readonly trouble?: string
  /** Until their first word that counted; absent where there was none, and where no clock spans it. */
  readonly answered?: number
  /** Until their first word on a decision. */
  readonly decided?: number
  /** Whether they said anything at all. */
  readonly reached: boolean
}

export interface FlowResult {
  readonly flow: string
  readonly rto: {
    /** Seconds from the fault until the worst client met the level for the hold; absent where that never came. */
    readonly measured?: number
    /** How far `measured` may be off either way, in seconds; absent where clients asked so often that it is nothing. */
    readonly error?: number
    readonly fromDeclaration?: number
    readonly validated?: number
    readonly target?: number
    readonly met?: boolean
    /** At a table no more than `decide`: what people took. */
    readonly phases?: Partial<Phases>
  }
  readonly rpo: {
    readonly measured?: number
    readonly method: 'ledger' | 'heartbeat' | 'none'
    /** How much more than `measured` may have been lost, in seconds; absent where every write was counted. */
    readonly error?: number
    readonly target?: number
    readonly met?: boolean
    readonly acknowledged: number
    readonly lost: number
    readonly unackedSurvivors: number
    readonly duplicates: number
    /** As in the ledgers; absent where no ledger of the flow has it. */
    readonly wrong?: number
    readonly unreconciled?: number
    /**
     * Up to how long after the fault writes were acknowledged that are lost, in seconds; absent where none was. An RPO counts
     * back from the fault and leaves them out.
     */
    readonly afterFault?: number
  }
}

/** Which regions took writes of a store from the fault on. */
export interface StoreWriters {
  readonly component: string
  readonly regions: readonly string[]
  /** Whether two took them where one may, or a region did after it was fenced. */
  readonly split: boolean
}

/** How a fence held against whoever came past what leads customers. */
export interface FenceHeld {
  readonly region: string
  readonly component: string
  /** Writes sent to the region's own service while it was fenced. */
  readonly tried: number
  /** Of those, the ones that it acknowledged. */
  readonly taken: number
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
  /** Of a lab that had programs of its machine in place of its own parts; absent where it was made of npm alone. */
  readonly parts?: PartVersions
  readonly kind: 'drill' | 'realEvent'
  readonly direction: 'failover' | 'failback'
  /** In which mode a failover was; forced where it is left out, and of a way back. */
  readonly mode?: 'planned' | 'test'
  readonly plan: { readonly name: string; readonly digest: string }
  readonly scenario: string
  readonly runbookDigest: string
  readonly journalHead: string
  readonly startedAt: string
  readonly finishedAt: string
  readonly verdict: Verdict
  readonly flows: readonly FlowResult[]
  /** What the fault did, as whoever caused it has counted; absent where nobody did. */
  readonly harm?: readonly Harm[]
  /** Absent where the target does not tell which region took a write. */
  readonly writers?: readonly StoreWriters[]
  /** As it was measured. */
  readonly conflicts?: readonly ConflictsCounted[]
  /** One for each fenced region and store; absent where nothing was fenced, or nobody went past what leads customers. */
  readonly fences?: readonly FenceHeld[]
  readonly throughput?: Throughput
  readonly cache?: CacheSeen
  /** Absent where no store says how far its copy had followed. */
  readonly synced?: readonly StoreSync[]
  /** As it was measured. */
  readonly stale?: StaleUse
  /** What inspections show, one for each topic that they say anything about; absent where there were none. */
  readonly proofs?: readonly Proof[]
  /** Of a drill in which the other side carried the load for a time. */
  readonly sustained?: Sustained
  readonly steps: readonly StepTiming[]
  /** Steps that began before another component, which they need, had come into service; absent where there were none. */
  readonly outOfOrder?: ReadonlyArray<{ readonly step: string; readonly before: string }>
  readonly approvals: ReadonlyArray<{
    readonly step: string
    readonly decision: string
    readonly by: string
    readonly method: string
    readonly at: string
  }>
  /** Contacts who took no part, so that others had to; absent where none were left out. */
  readonly absent?: readonly string[]
  /** How the moment of an unannounced drill was drawn. */
  readonly unannounced?: Unannounced
  /** Who was called out and how soon they answered, in the order of the calls; absent where nobody was called. */
  readonly people?: readonly PersonAnswer[]
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
