import type { Place, Problem } from '#diagnostics'
import type { Objective, WrittenStep } from './importer.ts'
import type { Unknown, Value } from './value.ts'

/** How far what a resource keeps outlives a failure. */
export interface Redundancy {
  /** `none`: one place; `zones`: several zones of one region; `regions`: other regions; or unknown. */
  readonly across: 'none' | 'zones' | 'regions' | 'zones-and-regions' | Unknown
  /** The regions that hold it, the first being the one that is written to; a region may be unknown. */
  readonly regions: ReadonlyArray<string | Unknown>
  /** Whether the input says so, or Azure does so where nothing is said. */
  readonly by: 'set' | 'default'
  /** The input's own word for it, such as `Standard_GRS`. */
  readonly word: string
}

/** Where clients may be sent. */
export interface Backend {
  readonly name: string
  /** A host name, or the id of a resource; the words in place of what is unknown. */
  readonly target: string
  readonly region: string | Unknown
  /** All regions behind it, where it leads to a routing of its own. */
  readonly regions?: ReadonlyArray<string | Unknown>
  readonly priority?: number | Unknown
  readonly weight?: number | Unknown
  readonly enabled: boolean | Unknown
}

/** Backends among which one is chosen. */
export interface Pool {
  readonly name: string
  /** Whether anything sends clients to it. */
  readonly reached: boolean | Unknown
  readonly backends: readonly Backend[] | Unknown
  readonly probe?: Probe
}

/** How health is looked at. Times in seconds. */
export interface Probe {
  readonly protocol?: string
  readonly path?: string
  readonly interval?: number | Unknown
  readonly timeout?: number | Unknown
  readonly tolerated?: number | Unknown
}

/** How clients are sent to one of several places. */
export interface Routing {
  readonly method: string | Unknown
  /** Seconds for which clients keep an answer. */
  readonly ttl?: number | Unknown
  readonly enabled: boolean | Unknown
  readonly pools: readonly Pool[]
}

/** How what is written in one place comes to another. */
export interface Replication {
  readonly kind: 'failover-group' | 'replica' | 'regions' | 'alias' | 'site-recovery' | 'geo-replication'
  /** What is copied: everything, or the settings without what is in it. */
  readonly covers: 'data' | 'settings'
  readonly writes: 'one' | 'many' | Unknown
  /** Who begins a failover. */
  readonly failover: 'automatic' | 'manual' | Unknown
  /** How long an automatic one waits at least, in minutes. */
  readonly graceMinutes?: number | Unknown
  /** Of the source first; a region may be unknown. */
  readonly regions: ReadonlyArray<string | Unknown>
  /** Ids of the resources that take part, the source first, as far as they are here. */
  readonly between: readonly string[]
}

/** What can be restored from. */
export interface Backup {
  readonly across: Redundancy['across']
  readonly by: 'set' | 'default'
  readonly crossRegionRestore?: boolean | Unknown
  readonly immutable?: boolean | Unknown
  readonly softDelete?: boolean | Unknown
  /** To any moment, and not only to that of a copy. */
  readonly continuous?: boolean | Unknown
}

/** How machines are copied to be started elsewhere. */
export interface SiteRecovery {
  readonly historyMinutes?: number | Unknown
  readonly crashConsistentMinutes?: number | Unknown
  readonly appConsistentMinutes?: number | Unknown
  readonly together?: boolean | Unknown
  /** Of a recovery plan: its groups in their order, and the names of what is done around each. */
  readonly groups?: ReadonlyArray<{
    readonly kind: string
    readonly machines: number
    readonly before: readonly string[]
    readonly after: readonly string[]
  }>
}

/** How much it carries. */
export interface Capacity {
  readonly size?: string
  readonly instances?: number | Unknown
  readonly most?: number | Unknown
}

/** A dependency of one resource on another. */
export interface Link {
  /** The id of a resource of the inventory, or the mention of one that is not in it. */
  readonly to: string
  readonly here: boolean
  /** What of the resource mentions it. */
  readonly by: string
}

/** What is concluded from a resource's declaration. */
export interface Facts {
  readonly redundancy?: Redundancy
  readonly routing?: Routing
  readonly replication?: Replication
  readonly backup?: Backup
  readonly recovery?: SiteRecovery
  readonly capacity?: Capacity
}

/** One resource that is deployed or declared. */
export interface Resource extends Facts {
  /** Unique in its inventory. */
  readonly id: string
  readonly type: string
  readonly name: string
  /** What the input calls it. */
  readonly address: string
  /** A region of Azure, or `global`. */
  readonly region: string | Unknown
  /** Whether Muster knows the type. */
  readonly understood: boolean
  /** What a plan calls such a component; absent where it is a part of another. */
  readonly component?: string
  readonly links: readonly Link[]
  /** What others say of it, in a few words each: roles, locks, policies, rules, diagnostics, alerts, secrets by name. */
  readonly attached: readonly string[]
  /** Why it is not known whether it is there, or how often. */
  readonly doubt?: Unknown
  /** It was made elsewhere, and is only referred to. */
  readonly existing?: boolean
  readonly source: Place
  /** Everything that was said of it, in the shape of Resource Manager. */
  readonly body: Value
}

/** What is there, and what of the input is wrong or unknown. */
export interface Inventory {
  readonly resources: readonly Resource[]
  readonly objectives: readonly Objective[]
  readonly steps: readonly WrittenStep[]
  readonly problems: readonly Problem[]
}
