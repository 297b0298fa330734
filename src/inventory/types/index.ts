import { computeTypes } from './compute.ts'
import { cosmosTypes } from './cosmos.ts'
import { edgeTypes } from './edge.ts'
import { messagingTypes } from './messaging.ts'
import { otherTypes } from './others.ts'
import { platformTypes } from './platform.ts'
import { serverTypes } from './servers.ts'
import { siteRecoveryTypes } from './site-recovery.ts'
import { sqlTypes } from './sql.ts'
import { storageTypes } from './storage.ts'
import { trafficTypes } from './traffic.ts'
import type { ResourceType } from './type.ts'
import { vaultTypes } from './vaults.ts'

const all: readonly ResourceType[] = [
  ...storageTypes,
  ...sqlTypes,
  ...cosmosTypes,
  ...serverTypes,
  ...messagingTypes,
  ...trafficTypes,
  ...edgeTypes,
  ...vaultTypes,
  ...siteRecoveryTypes,
  ...computeTypes,
  ...otherTypes,
  ...platformTypes,
]

/** What a plan may call something that is deployed by templates, so that its absence there says something. */
export const deployedKinds: ReadonlySet<string> = new Set(
  all.flatMap(({ type, component }) => (type.startsWith('Microsoft.') && component !== undefined ? [component] : [])),
)

/** The types of resource that Muster knows, by their name in lower case. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(all.map((one) => [one.type.toLowerCase(), one]))
