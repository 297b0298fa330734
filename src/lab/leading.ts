import type { Address, Addresses } from './addresses.ts'
import type { Names } from './dns/names.ts'
import type { Fencing } from './fence.ts'
import type { ProcessIdentity } from './processes.ts'
import type { ProgramPlaces } from './program.ts'
import type { Roster } from './roster.ts'
import type { LabSpec } from './spec.ts'

export interface FrontSettings {
  readonly spec: LabSpec
  readonly addresses: Addresses
  readonly roster: Roster
  /** Where this machine's programs keep their files, if any lead customers. */
  readonly places: ProgramPlaces
  /** Opens it to the lab itself. */
  readonly token: string
  /** Opens it to the actions of a run. */
  readonly trafficToken: string
  /** What a fence has the services of a region do; where it is left out, a fence leads customers away and no more. */
  readonly fencing?: Fencing
}

/** How customers begin. */
export interface Clients {
  readonly url: string
  /** Where they find a region by name; otherwise they are led through one address. */
  readonly names?: Names
}

/** What leads customers to a region. */
export interface Leading {
  readonly clients: Clients
  /** @returns the management address */
  start(instances: Readonly<Record<string, readonly Address[]>>): Promise<string>
  announce(region: string, instances: readonly Address[]): Promise<void>
  processes(region: string): readonly ProcessIdentity[]
}
