import type { PartVersions } from '#evidence'
import type { Names } from './dns/names.ts'
import type { Control } from './http.ts'
import type { ServerAddress } from './postgres/sql.ts'
import type { LabSpec } from './spec.ts'

/** How the parts of a region are reached. */
export interface RegionLayout {
  readonly postgres: ServerAddress
  readonly web: string
  /** Of the storage account and the cache, where the lab has them. */
  readonly objects?: string
  readonly cache?: string
}

/** How the parts of a running lab are reached. */
export interface Layout {
  readonly spec: LabSpec
  readonly clients: string
  /** Where customers find a region by name. */
  readonly names?: Names
  readonly traffic: Control
  /** Versions of the machine's programs that it is made of; absent where there are none. */
  readonly parts?: PartVersions
  readonly regions: Readonly<Record<string, RegionLayout>>
}
