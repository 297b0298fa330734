/**
 * What was found when a target was looked at apart from its load, raw. Instants and lengths of time are in seconds, on
 * the target's monotonic clock. A part that is absent was not looked at, for the target has no such thing then.
 */
export interface Inspection {
  /** Before the fault; while it lasts, once customers are served again; when the run is over. */
  readonly moment: 'before' | 'outage' | 'after'
  readonly at: number
  readonly entry: EntrySeen
  /** One for each region, in the order of the target. */
  readonly regions: readonly RegionSeen[]
  /** One for each way over the line between regions. */
  readonly ways: readonly WaySeen[]
  /** One for each probe, of the entry and of the runbook. */
  readonly probes: readonly ProbeSeen[]
  readonly replication?: ReplicationSeen
  /** One for each store, or each part of its log, that lies in both regions. */
  readonly copies?: readonly CopySeen[]
  /** One for each vault that can be reached. */
  readonly vaults?: readonly VaultSeen[]
  readonly deployment?: DeploymentSeen
}

/** Where customers are sent, as it is read back from what sends them. */
export interface EntrySeen {
  /** Regions that customers go to now; empty while they are held. */
  readonly serving: readonly string[]
  readonly fenced: readonly string[]
  /** Every change that anybody made there, in order. */
  readonly acts: ReadonlyArray<{ readonly at: number; readonly what: string; readonly regions: readonly string[] }>
}

export interface RegionSeen {
  readonly region: string
  /** What the management says of each component, and whether the component answers in fact. */
  readonly managed: ReadonlyArray<{
    readonly component: string
    readonly says: 'running' | 'stopped' | 'nothing'
    readonly answers: boolean
  }>
  readonly service: ServiceSeen
  readonly store: StoreSeen
}

export interface ServiceSeen {
  /** One for each instance that is running, as far as is known. `ready` is its own word, `able` whether a write goes through it. */
  readonly instances: ReadonlyArray<{ readonly answers: boolean; readonly ready: boolean; readonly able: boolean }>
  /** How many are to be there on an ordinary day, and how many carry everybody. */
  readonly ordinary: number
  readonly full: number
  /** SHA-256 of the release that lies there; absent where none does. */
  readonly release?: string
  /** That of the release that is to serve. */
  readonly wanted: string
}

export interface StoreSeen {
  /** `copy`: data that is no server; `dead`: a server that runs and does not answer. */
  readonly role: 'primary' | 'standby' | 'copy' | 'dead' | 'none'
  /** Of a standby: whether it receives what the other side writes. */
  readonly receives?: boolean
  /** Whether the services' own password lets them in and read, and whether a wrong one is refused. */
  readonly signsIn?: boolean
  readonly refusesWrong?: boolean
  /** What was set for it, but for where it is and whom it follows. */
  readonly settings?: Readonly<Record<string, string>>
  /** Who may come from where, what roles there are and what they may do; one line for each. */
  readonly security?: readonly string[]
}

export interface WaySeen {
  readonly from: string
  readonly to: string
  readonly service: string
  /** Until the connection stood; absent where none came about. */
  readonly seconds?: number
}

export interface ProbeSeen {
  readonly probe: string
  readonly region: string
  readonly healthy: boolean
  readonly failingSince?: number
  /** Whether what the probe stands for is so, found by doing it and not by asking for it. */
  readonly truth: boolean
  /** What doing it took. */
  readonly seconds: number
}

/** The delay of copying, read while nothing disturbs it, while it is held on purpose, and after it was let go. */
export interface ReplicationSeen {
  readonly unit: 'seconds' | 'segments'
  /** The alarm is on while more is outstanding than this. */
  readonly limit: number
  /** Absent where it could not be read. */
  readonly usual?: number
  readonly held?: number
  readonly released?: number
  /** From the hold to the alarm, and from the release to its end; absent where that did not come. */
  readonly alarmAfter?: number
  readonly clearAfter?: number
}

export interface CopySeen {
  readonly what: string
  /** A digest of all that is compared, by region; absent for one that cannot be read. */
  readonly digests: Readonly<Record<string, string>>
  /** How many rows or bytes were compared. */
  readonly size: number
}

export interface VaultSeen {
  readonly region: string
  /** Newest first. `whole`: it is as it was when it was made; `gone`: it is listed, and nothing is there. */
  readonly backups: ReadonlyArray<{
    readonly name: string
    readonly age: number
    readonly whole: boolean
    readonly gone: boolean
  }>
  /** How many are kept at most, and how old the newest part of the log may be. */
  readonly keeps: number
  readonly logEvery: number
  /** Age of the newest part of the log; absent where there is none. */
  readonly logAge?: number
  /** Names of parts of the log that are missing between the oldest backup and the newest part. */
  readonly missing: readonly string[]
  /** What came of an attempt to delete something that is kept with the application's own password. */
  readonly deletion: 'refused' | 'deleted'
}

/** A release that was installed and started while the other region was away. */
export interface DeploymentSeen {
  readonly region: string
  readonly seconds?: number
  readonly trouble?: string
}

/** Something that is to be shown, and whether this run shows it. */
export interface Proof {
  /** A topic of the catalog's validations. */
  readonly topic: string
  readonly shown: boolean
  /** What was found, in one sentence with figures. */
  readonly says: string
}
