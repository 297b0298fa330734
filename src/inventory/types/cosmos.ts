import type { Problem } from '#diagnostics'
import { regionOf } from '../regions.ts'
import type { Redundancy } from '../resource.ts'
import { troubled } from '../trouble.ts'
import { at, items, list, number, said, textOf, Unknown, type Value, yes } from '../value.ts'
import type { Node } from '../world.ts'
import { acrossOf as wordAcross, acrossRegions } from './redundancy.ts'
import type { Reading, ResourceType } from './type.ts'

/**
 * Regions by their failover priority. An account whose list is unknown has an unknown list; one that names none has its
 * own region alone.
 */
function account(node: Node): Reading {
  const properties = at(node.declared.body, 'properties')
  const stated = list(at(properties, 'locations'))
  const many = yes(at(properties, 'enableMultipleWriteLocations')) ?? false
  const automatic = yes(at(properties, 'enableAutomaticFailover')) ?? false
  if (stated instanceof Unknown)
    return {
      redundancy: { across: stated, regions: [node.region], by: 'set', word: 'locations' },
      ...backupOf(properties, [node.region, stated]),
    }
  const locations = [...(stated ?? [])].sort((a, b) => priority(a) - priority(b))
  const regions = locations.length > 0 ? locations.map((one) => regionOf(at(one, 'locationName'))) : [node.region]
  const zoned = locations.map((one) => yes(at(one, 'isZoneRedundant')) ?? false)
  const redundancy: Redundancy = {
    across: acrossOf(regions, zoned),
    regions,
    by: stated === undefined ? 'default' : 'set',
    word: `${regions.length} ${regions.length === 1 ? 'region' : 'regions'}`,
  }
  return {
    redundancy,
    ...backupOf(properties, regions),
    ...(regions.length > 1 && {
      replication: {
        kind: 'regions',
        covers: 'data',
        writes: many instanceof Unknown ? many : many ? 'many' : 'one',
        failover: automatic instanceof Unknown ? automatic : automatic || many === true ? 'automatic' : 'manual',
        regions,
        between: [node.key],
      } as const,
    }),
    problems: invalid(node, locations, properties),
  }
}

function acrossOf(
  regions: ReadonlyArray<string | Unknown>,
  zoned: ReadonlyArray<boolean | Unknown>,
): Redundancy['across'] {
  const unknown = zoned.find((one) => one instanceof Unknown)
  const all = zoned.length > 0 && zoned.every((one) => one === true)
  const across = regions.length > 1 ? acrossRegions(regions) : 'none'
  if (across instanceof Unknown) return across
  if (across === 'regions') return all ? 'zones-and-regions' : 'regions'
  return unknown instanceof Unknown ? unknown : all ? 'zones' : 'none'
}

function priority(location: Value): number {
  const value = number(at(location, 'failoverPriority'))
  return typeof value === 'number' ? value : Number.MAX_SAFE_INTEGER
}

/**
 * Copies at intervals lie where the account says, or in the pair; continuous ones in each region of the account, and how
 * far one of those reaches by itself is not said.
 */
function backupOf(properties: Value | undefined, regions: ReadonlyArray<string | Unknown>): Pick<Reading, 'backup'> {
  const kind = said(at(properties, 'backupPolicy.type'))
  if (kind instanceof Unknown) return { backup: { across: kind, by: 'set', continuous: kind } }
  if (kind !== undefined && /^continuous$/i.test(kind)) {
    const across = acrossRegions(regions)
    return { backup: { across: across === 'none' ? inItsRegion : across, by: 'default', continuous: true } }
  }
  const stated = at(properties, 'backupPolicy.periodicModeProperties.backupStorageRedundancy')
  const word = stated === '' ? undefined : stated
  return {
    backup: {
      across: word instanceof Unknown ? word : word === undefined ? 'regions' : wordAcross(textOf(word) ?? ''),
      by: word === undefined ? 'default' : 'set',
      continuous: false,
    },
  }
}

const inItsRegion = new Unknown(
  'a continuous backup lies in the regions of its account, and how far it reaches in the one that there is, is not said',
  '{backup}',
)

/** Source: Microsoft Learn, Consistency levels in Azure Cosmos DB: the least staleness of an account in several regions. */
const leastInterval = 300
const leastPrefix = 100_000

function invalid(node: Node, locations: readonly Value[], properties: Value | undefined): readonly Problem[] {
  const { place, address } = node.declared
  const problems: Problem[] = []
  const priorities = locations
    .map((one) => number(at(one, 'failoverPriority')))
    .filter((one) => typeof one === 'number')
  const sorted = [...priorities].sort((a, b) => a - b)
  if (priorities.length > 0 && priorities.length === locations.length && sorted.some((one, i) => one !== i))
    problems.push(
      troubled(
        'resource-invalid',
        place,
        `${address} has the failover priorities ${sorted.join(' and ')}; Azure takes 0 to ${sorted.length - 1}, each once.`,
      ),
    )
  const consistency = at(properties, 'consistencyPolicy')
  const interval = number(at(consistency, 'maxIntervalInSeconds'))
  const prefix = number(at(consistency, 'maxStalenessPrefix'))
  const bounded = textOf(at(consistency, 'defaultConsistencyLevel'))?.toLowerCase() === 'boundedstaleness'
  const short = typeof interval === 'number' && interval < leastInterval
  const few = typeof prefix === 'number' && prefix < leastPrefix
  if (bounded && locations.length > 1 && (short || few))
    problems.push(
      troubled(
        'resource-invalid',
        place,
        `${address} bounds its staleness by ${textOf(interval) ?? '?'} s and ${textOf(prefix) ?? '?'} writes; with several regions Azure takes at least ${leastInterval} s and ${leastPrefix} writes.`,
      ),
    )
  const serverless = items(at(properties, 'capabilities')).some((one) =>
    /^enableserverless$/i.test(textOf(at(one, 'name')) ?? ''),
  )
  if (serverless && locations.length > 1)
    problems.push(
      troubled(
        'resource-invalid',
        place,
        `${address} is serverless and names ${locations.length} regions; a serverless account has one.`,
      ),
    )
  return problems
}

function cluster(node: Node): Reading {
  const mode = said(at(node.declared.body, 'properties.highAvailability.targetMode'))
  if (mode === undefined)
    return { redundancy: { across: 'none', regions: [node.region], by: 'default', word: 'no high availability' } }
  const across = mode instanceof Unknown ? mode : /zoneredundant/i.test(mode) ? 'zones' : 'none'
  return { redundancy: { across, regions: [node.region], by: 'set', word: textOf(mode) ?? '' } }
}

/** Cosmos DB. */
export const cosmosTypes: readonly ResourceType[] = [
  { type: 'Microsoft.DocumentDB/databaseAccounts', component: 'cosmos-db', read: account },
  { type: 'Microsoft.DocumentDB/mongoClusters', component: 'cosmos-db', read: cluster },
  ...[
    'sqlDatabases',
    'sqlDatabases/containers',
    'sqlRoleDefinitions',
    'sqlRoleAssignments',
    'mongodbDatabases',
    'mongodbDatabases/collections',
    'gremlinDatabases',
    'gremlinDatabases/graphs',
    'cassandraKeyspaces',
    'cassandraKeyspaces/tables',
    'cassandraRoleDefinitions',
    'cassandraRoleAssignments',
    'tables',
    'tableRoleDefinitions',
    'tableRoleAssignments',
  ].map((one) => ({ type: `Microsoft.DocumentDB/databaseAccounts/${one}` })),
]
