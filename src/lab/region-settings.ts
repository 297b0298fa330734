import type { Address } from './addresses.ts'
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
  /** What its web services run. */
  readonly release: Release
  /** Told where the running instances of a region's web service listen, each time that changes. */
  readonly announce: (region: string, instances: readonly Address[]) => Promise<void>
  readonly roster: Roster
}
