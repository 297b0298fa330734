import type { Redundancy, Replication } from '../resource.ts'
import { at, items, number, said, textOf, Unknown, type Value, yes } from '../value.ts'
import type { Node, World } from '../world.ts'
import { acrossRegions, redundancyOf } from './redundancy.ts'
import type { Reading, ResourceType } from './type.ts'

/** The server around a group or a database. */
function serverOf(node: Node, world: World): Node | undefined {
  const [server = ''] = node.name.split('/')
  return world.find(`/providers/Microsoft.Sql/servers/${server}`)
}

function group(node: Node, world: World): Reading {
  const properties = at(node.declared.body, 'properties')
  const policy = said(at(properties, 'readWriteEndpoint.failoverPolicy'))
  const partners = items(at(properties, 'partnerServers')).map((one) => at(one, 'id') ?? one)
  const own = serverOf(node, world)
  const others = partners.map((one) => world.find(one))
  const replication: Replication = {
    kind: 'failover-group',
    covers: 'data',
    writes: 'one',
    failover:
      policy === undefined || policy instanceof Unknown
        ? (policy ?? new Unknown('no policy is said', '{policy}'))
        : /^automatic$/i.test(policy)
          ? 'automatic'
          : 'manual',
    ...graceOf(at(properties, 'readWriteEndpoint.failoverWithDataLossGracePeriodMinutes')),
    regions: [
      own?.region ?? new Unknown('the server is not here', '{region}'),
      ...partners.map((_, i) => others[i]?.region ?? new Unknown('the partner is not here', '{region}')),
    ],
    between: [own, ...others].flatMap((one) => (one ? [one.key] : [])),
  }
  const databases = items(at(properties, 'databases'))
  return {
    replication,
    mentions: [
      ...partners.map((one) => ['partnerServers', textOf(one) ?? ''] as const),
      ...databases.map((one) => ['databases', textOf(one) ?? ''] as const),
    ],
  }
}

function graceOf(value: Value | undefined): Pick<Replication, 'graceMinutes'> {
  const graceMinutes = number(value)
  return graceMinutes === undefined ? {} : { graceMinutes }
}

function database(node: Node, world: World): Reading {
  const { body } = node.declared
  const properties = at(body, 'properties')
  const server = serverOf(node, world)
  const region = node.declared.location === undefined ? (server?.region ?? node.region) : node.region
  const zones = yes(at(properties, 'zoneRedundant'))
  const backups = at(properties, 'requestedBackupStorageRedundancy') ?? at(properties, 'storageAccountType')
  const redundancy = redundancyOf(backups, region)
  const group = inGroup(node, world)
  const source = at(properties, 'sourceDatabaseId')
  const secondary = /secondary/i.test(textOf(at(properties, 'createMode')) ?? '')
  const from = secondary ? world.find(source) : undefined
  return {
    redundancy: {
      across: zoned(group ? acrossRegions(group) : 'none', zones),
      regions: group ?? [region],
      by: zones === undefined && !group ? 'default' : 'set',
      word: group ? 'failover group' : zones === true ? 'zone redundant' : 'one server',
    },
    ...(redundancy && { backup: { across: redundancy.across, by: redundancy.by } }),
    ...(secondary && {
      replication: {
        kind: 'replica',
        covers: 'data',
        writes: 'one',
        failover: 'manual',
        regions: [from?.region ?? new Unknown('its source is not here', '{region}'), region],
        between: [...(from ? [from.key] : []), node.key],
      } as const,
    }),
    ...(secondary && source !== undefined && { mentions: [['sourceDatabaseId', textOf(source) ?? ''] as const] }),
  }
}

/** With the zones of its own region. */
function zoned(across: 'none' | 'regions' | Unknown, zones: boolean | Unknown | undefined): Redundancy['across'] {
  if (across instanceof Unknown || zones === undefined || zones === false) return across
  if (zones instanceof Unknown) return across === 'regions' ? across : zones
  return across === 'regions' ? 'zones-and-regions' : 'zones'
}

/** The regions of the failover group that has a database in it. */
function inGroup(node: Node, world: World): ReadonlyArray<string | Unknown> | undefined {
  for (const one of world.all('microsoft.sql/servers/failovergroups')) {
    const databases = items(at(one.declared.body, 'properties.databases'))
    if (databases.some((id) => world.find(id)?.key === node.key)) return group(one, world).replication?.regions
  }
  return undefined
}

/** Azure SQL. */
export const sqlTypes: readonly ResourceType[] = [
  { type: 'Microsoft.Sql/servers' },
  { type: 'Microsoft.Sql/servers/databases', component: 'azure-sql', read: database },
  { type: 'Microsoft.Sql/servers/failoverGroups', read: group },
  { type: 'Microsoft.Sql/servers/elasticPools' },
  { type: 'Microsoft.Sql/servers/firewallRules' },
  { type: 'Microsoft.Sql/servers/virtualNetworkRules' },
  { type: 'Microsoft.Sql/servers/administrators' },
  { type: 'Microsoft.Sql/servers/auditingSettings' },
  { type: 'Microsoft.Sql/servers/databases/transparentDataEncryption' },
  { type: 'Microsoft.Sql/servers/databases/backupLongTermRetentionPolicies' },
  { type: 'Microsoft.Sql/servers/databases/backupShortTermRetentionPolicies' },
  { type: 'Microsoft.Sql/managedInstances', component: 'azure-sql' },
  { type: 'Microsoft.Sql/managedInstances/databases', component: 'azure-sql' },
  { type: 'Microsoft.Sql/locations/instanceFailoverGroups' },
]
