import type { Address } from './addresses.ts'
import type { Places } from './places.ts'
import type { Binaries } from './postgres/binaries.ts'
import type { Roster } from './roster.ts'
import type { LabSpec } from './spec.ts'

/** What a region is made from. */
export interface RegionSettings {
  readonly name: string
  readonly spec: LabSpec
  readonly places: Places
  readonly binaries: Binaries
  readonly password: string
  readonly postgres: Address
  readonly web: Address
  readonly roster: Roster
}
