import type { PartVersions, Verdict } from '#evidence'

/** One measured quantity of a pair, in seconds; the forecast is the one made before the newest drill. */
export interface MatrixFigure {
  /** Of each drill its worst flow, oldest first; a drill in which it is not known is left out. */
  readonly measured: readonly number[]
  /** Absent where it is not known of the middle drill, such as one after which a flow never came back. */
  readonly median?: number
  /** Absent where it is not known of some drill. */
  readonly worst?: number
  /** `p5` is absent where all its runs gave the same. */
  readonly forecast?: { readonly p5?: number; readonly p50: number; readonly p95: number }
}

/** In how many drills a tier was not kept, and by how much. */
export interface MatrixMiss {
  readonly tier: number
  readonly flow: string
  readonly of: 'rto' | 'rpo'
  readonly runs: number
  /** Seconds; the worst absent where it was not measured, or never came. */
  readonly worst?: number
  readonly target: number
}

/** What the ways back of a pair's drills have come to. */
export interface MatrixFailback {
  readonly runs: number
  /** Those that did not succeed, or after which a flow did not come back. */
  readonly failed: number
  /** Acknowledged writes that were there before a way back and not after it, in all of them. */
  readonly lost: number
  /** Acknowledged writes that only the side that was left has, and that nobody settled, in all of them. */
  readonly unsettled: number
  /** Those of which nobody counted what some flow lost. */
  readonly uncounted: number
  /** Those that were to be gone and could not even be begun; they are not among `runs`. */
  readonly missing: number
  /** Seconds for which the worst flow waited, in the middle one; absent where it is not known of that. */
  readonly median?: number
}

/** What the drills of one strategy against one disaster have come to. */
export interface MatrixRow {
  readonly strategy: string
  readonly disaster: string
  /** Drills that count; at least 1. */
  readonly runs: number
  /** The same, oldest first, so that each can be looked up. */
  readonly drills: ReadonlyArray<{
    readonly run: string
    readonly verdict: Verdict
    readonly journalHead: string
  }>
  /** Drills that began and came to no verdict, for they broke off; they are not among `runs`. */
  readonly broken: number
  readonly rto: MatrixFigure
  readonly rpo: MatrixFigure
  /** Of drills with a way back; absent where none had one. */
  readonly failback?: MatrixFailback
  /**
   * Whether no drill and no way back failed or broke off, of every way back it is known that it lost nothing, and every
   * tier that is expected was kept in each.
   */
  readonly met: boolean
  /** By tier, whether all its flows kept all their promises in every drill. */
  readonly tiers: Readonly<Record<string, boolean>>
  /** Tiers that the strategy is for. */
  readonly expected: readonly number[]
  /** Drills whose run did not succeed, or after which a flow did not come back. */
  readonly failed: number
  /** Of every tier, those that are no miss for the strategy too. */
  readonly misses: readonly MatrixMiss[]
  /** Writes per second, median of the drills. */
  readonly throughput?: { readonly before: number; readonly after: number }
  /** Median seconds of each step that was timed, in the order of the newest drill. */
  readonly steps: ReadonlyArray<{ readonly step: string; readonly median: number }>
}

/** What a strategy takes on an ordinary day; in place of a bill, which the lab has not. */
export interface MatrixPrice {
  readonly strategy: string
  /** Writes per second before the fault, median of all drills of the strategy. */
  readonly throughput?: number
  /** The same as a share of that of the plan it is compared with. */
  readonly relative?: number
  /** Instances of the service and database servers in both regions together, and vaults for backups. */
  readonly footprint: { readonly instances: number; readonly servers: number; readonly vaults: number }
}

/** A drill that came to no verdict. */
export interface MatrixTrouble {
  readonly strategy: string
  readonly disaster: string
  readonly why: string
  /** Of one that began: its run. */
  readonly run?: string
  /** It was not in this call. */
  readonly earlier?: true
}

/** Every strategy against every disaster, as far as drills have shown it. */
export interface MatrixView {
  readonly strategies: readonly string[]
  readonly disasters: readonly string[]
  readonly rows: readonly MatrixRow[]
  /** Pairs without a drill, though machines could rehearse them. */
  readonly missing: ReadonlyArray<{ readonly strategy: string; readonly disaster: string }>
  /** Pairs that no machine can rehearse, and why. */
  readonly unsupported: ReadonlyArray<{ readonly strategy: string; readonly disaster: string; readonly reason: string }>
  /** Drills of this call that did not start, and all that began and broke off, be it in an earlier one. */
  readonly troubles: readonly MatrixTrouble[]
  /** Drills on disk that do not count, for their plan was changed since, or the rules by which drills are judged. */
  readonly outdated: number
  readonly prices: readonly MatrixPrice[]
  /** The strategy that the others' throughput is compared with. */
  readonly comparedWith: string
  /** Versions of the machine's programs that the lab is made of; drills of other labs are in no row. Absent for npm alone. */
  readonly parts?: PartVersions
}

/** What such a matrix shows, and what it does not. */
export const matrixCaveats: readonly string[] = [
  'Every figure is of the lab: one machine, a shop of three small parts, a line of 40ms. It shows that a pattern and Muster work, and proves nothing of a workload.',
  'Promises are on the scale of the lab, on which seconds stand for minutes; they were chosen before anything was measured.',
  'The column "back" says how long customers waited while the lost side was gone back to, median of the worst flow.',
  'Machines decided, so that no time of people is in any of them.',
  'The footprint stands in for a bill, which needs the prices of a provider.',
]
