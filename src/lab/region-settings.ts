import type { Address } from './addresses.ts'
import type { Accounts } from './objects/accounts.ts'
import type { Credentials } from './credentials.ts'
import type { Places } from './places.ts'
import type { Binaries } from './postgres/binaries.ts'
import type { Release } from './release.ts'
import type { Roster } from './roster.ts'
import type { LabSpec } from './spec.ts'

/** What a region is made from. */
export interface RegionSettings {
  readonly name: string
  readonly spec: LabSpec
  readonly places: Places
  readonly binaries: Binaries
  /** The superuser's. */
  readonly password: string
  readonly credentials: Credentials
  readonly postgres: Address
  readonly web: Address
  readonly vault: Address
  /** Where what is restored apart is reached; where the system lets it when left out. */
  readonly apart?: Address
  /** Where a standby beside its server is reached; as above. */
  readonly second?: Address
  /** Where its storage account listens, and what it shares with the other one; absent where there is none. */
  readonly objects?: Address
  readonly accounts?: Accounts
  /** Where its cache listens; absent where there is none. */
  readonly cache?: Address
  /** What its web services run. */
  readonly release: Release
  /** Told where the running instances of a region's web service listen, each time that changes. */
  readonly announce: (region: string, instances: readonly Address[]) => Promise<void>
  readonly roster: Roster
}
