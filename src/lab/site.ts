import type { LeftBehind } from '#evidence'
import type { Addresses } from './addresses.ts'
import type { Credentials } from './credentials.ts'
import type { Front } from './front.ts'
import { HttpFailure } from './http.ts'
import type { Layout } from './layout.ts'
import type { Link } from './link.ts'
import type { Networks } from './network/namespaces.ts'
import type { Accounts } from './objects/accounts.ts'
import type { Places } from './places.ts'
import type { Template } from './postgres/template.ts'
import type { Region } from './region.ts'
import type { Roster } from './roster.ts'
import type { LabSpec } from './spec.ts'

/** A lab that is up: what operations and faults work on. */
export interface Site {
  readonly spec: LabSpec
  readonly credentials: Credentials
  readonly places: Places
  readonly roster: Roster
  readonly addresses: Addresses
  readonly layout: Layout
  readonly regions: readonly Region[]
  readonly link: Link
  /** Absent where the regions share the machine's own network. */
  readonly networks?: Networks
  /** What the storage accounts share; absent where the plan has no object storage. */
  readonly accounts?: Accounts
  /** What a server is made from that has no data yet. */
  readonly template: Template
  readonly front: Front
  /** Regions whose management does not answer. */
  readonly lost: Set<string>
  /** What a side that was left had alone, by store and region, each as it was last looked at. */
  readonly listed: Map<string, LeftBehind>
  /** What has happened to the management as a whole. */
  readonly management: { refuses: boolean }
}

/** @throws HttpFailure 404 */
export function regionOf({ regions, spec }: Site, name: string): Region {
  const region = regions.find((candidate) => candidate.name === name)
  if (region) return region
  throw new HttpFailure(404, 'usage', `The lab has no region ${name}; it has ${spec.regions.join(' and ')}.`)
}

/** A region that can be managed. @throws HttpFailure 404, 503 */
export function managed(site: Site, name: string): Region {
  const region = regionOf(site, name)
  if (site.management.refuses)
    throw new HttpFailure(503, 'unreachable', 'The management of the lab refuses everything at present.')
  if (site.lost.has(name))
    throw new HttpFailure(503, 'unreachable', `Region ${name} is lost; its management does not answer.`)
  return region
}
