import type { Address } from '../addresses.ts'
import type { AccountKey } from './shared-key.ts'
import type { BlobEntry } from './blobs.ts'

/** What an account is in its region. */
export type AccountRole =
  /** Takes writes. */
  | 'primary'
  /** A copy, which is read and refuses writes. */
  | 'secondary'
  /** Closed to everybody's writes for the time of a move or a restore, but for those that try it out. */
  | 'closed'

/** How an account's process begins. */
export interface AccountSettings {
  readonly region: string
  /** Where services reach it. */
  readonly host: string
  readonly port: number
  /** Opens its control address. */
  readonly token: string
  /** Opens its address to the other region's account. */
  readonly peerToken: string
  readonly azurite: Address
  readonly azuriteKey: AccountKey
  /** Whoever has it may do what services may. */
  readonly key: AccountKey
  /** Where its change feed and its last sync time lie. */
  readonly directory: string
  readonly containers: readonly string[]
  readonly role: AccountRole
  /** Whether no key of a service deletes what is kept of earlier contents. */
  readonly immutable: boolean
}

export interface AccountReady {
  /** Of the control address. */
  readonly url: string
}

/** How an account stands. */
export interface AccountStatus {
  readonly role: AccountRole
  /** Of a copy: everything that the other side had acknowledged by then is here. Absent where nothing has arrived yet. */
  readonly lastSync?: LastSync
  /** Of what takes writes: objects that the other side lacks; absent where nothing is copied. */
  readonly pending?: number
  /** What kept a batch from arriving the last time. */
  readonly trouble?: string
  /** The number of the last change. */
  readonly changes: number
}

/** A last sync time, in seconds on the monotonic clock and as the clock on the wall had it, in RFC 3339. */
export interface LastSync {
  readonly at: number
  readonly time: string
}

/** What one account sends to the other: objects as they are now, and up to when nothing is left out. */
export interface Batch {
  readonly objects: ReadonlyArray<{
    readonly container: string
    readonly name: string
    /** Base64; absent where the object is gone. */
    readonly content?: string
    readonly metadata?: Readonly<Record<string, string>>
  }>
  /** Absent while the sides are made level: only then is it known. */
  readonly lastSync?: LastSync
}

/** What lies in a container, for whoever makes two sides level. */
export type Listing = Readonly<Record<string, readonly BlobEntry[]>>
