import { regionOf } from '../regions.ts'
import type { Redundancy, Replication } from '../resource.ts'
import { at, items, list, number, said, textOf, Unknown, type Value, yes } from '../value.ts'
import { idParts, type Node, type World } from '../world.ts'
import { acrossRegions, redundancyOf } from './redundancy.ts'
import type { Reading, ResourceType } from './type.ts'

/** The server around a group or a database. */
function serverOf(node: Node, world: World): Node | undefined {
  const [server = ''] = node.name.split('/')
  return world.find(`/providers/Microsoft.Sql/servers/${server}`, node)
}

/** One of the servers of a group. */
interface Side {
  readonly name: string
  readonly region: string | Unknown
  readonly node: Node | undefined
  readonly role: Value | undefined
}

const isRole = (value: Value | undefined, role: string) => typeof value === 'string' && value.toLowerCase() === role

/** The servers of a group, the one that takes writes first: an export may show the group from its other side. */
function sidesOf(node: Node, world: World): readonly Side[] {
  const properties = at(node.declared.body, 'properties')
  const [name = ''] = node.name.split('/')
  const server = serverOf(node, world)
  const own: Side = {
    name,
    region: server?.region ?? ownRegion(node, new Unknown('the server is not here', '{region}')),
    node: server,
    role: at(properties, 'replicationRole') ?? at(node.declared.body, 'replicationRole'),
  }
  const partners = items(at(properties, 'partnerServers')).map((one): Side => {
    const mention = at(one, 'id') ?? one
    const found = world.find(mention)
    const location = at(one, 'location')
    const away = location === undefined ? new Unknown('the partner is not here', '{region}') : regionOf(location)
    return {
      name: found?.name ?? idParts(textOf(mention) ?? '')?.name ?? '',
      region: found?.region ?? away,
      node: found,
      role: at(one, 'replicationRole'),
    }
  })
  const [only] = partners
  if (!isRole(own.role, 'secondary')) return [own, ...partners]
  const first = partners.find(({ role }) => isRole(role, 'primary')) ?? (partners.length === 1 ? only : undefined)
  const unnamed = new Unknown('the group is read from a side that takes no writes', '{region of the primary}')
  return [
    first ?? { name: '', region: unnamed, node: undefined, role: undefined },
    own,
    ...partners.filter((one) => one !== first),
  ]
}

function ownRegion({ declared: { location }, region }: Node, otherwise: Unknown): string | Unknown {
  return location === undefined || location === null ? otherwise : region
}

function group(node: Node, world: World): Reading {
  const properties = at(node.declared.body, 'properties')
  const policy = said(at(properties, 'readWriteEndpoint.failoverPolicy'))
  const partners = items(at(properties, 'partnerServers')).map((one) => at(one, 'id') ?? one)
  const sides = sidesOf(node, world)
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
    regions: sides.map(({ region }) => region),
    between: sides.flatMap((one) => (one.node ? [one.node.key] : [])),
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

/** What a failover group says of a database: the regions of both sides, or why it is not known whether it is in it. */
interface Membership {
  readonly regions?: ReadonlyArray<string | Unknown>
  readonly unsure?: Unknown | undefined
}

const memberships = new WeakMap<World, ReadonlyMap<string, Membership>>()

const databaseKey = (server: string, database: string) => `microsoft.sql/servers/databases|${server}/${database}`

/**
 * Which databases are in which failover group, by their keys, on either side; and by the keys of servers what is not
 * known of their databases.
 */
function membershipsOf(world: World): ReadonlyMap<string, Membership> {
  const there = memberships.get(world)
  if (there) return there
  const found = new Map<string, Membership>()
  for (const one of world.all('microsoft.sql/servers/failovergroups')) {
    const sides = sidesOf(one, world)
    const regions = sides.map(({ region }) => region)
    const databases = list(at(one.declared.body, 'properties.databases'))
    const unclear =
      databases instanceof Unknown
        ? databases
        : databases?.find((id) => id instanceof Unknown && !world.find(id) && !idParts(id.text))
    for (const mention of databases instanceof Unknown ? [] : (databases ?? [])) {
      const name = world.find(mention)?.name ?? idParts(textOf(mention) ?? '')?.name
      const [, database] = name?.split('/') ?? []
      if (name === undefined || database === undefined) continue
      for (const key of [
        `microsoft.sql/servers/databases|${name}`,
        ...sides.map((side) => databaseKey(side.name, database)),
      ])
        if (!found.has(key) || found.get(key)?.unsure) found.set(key, { regions, unsure: one.declared.doubt })
    }
    if (unclear instanceof Unknown)
      for (const { name } of sides) found.set(`microsoft.sql/servers|${name}`, { unsure: unclear })
  }
  memberships.set(world, found)
  return found
}

/** A database of the service itself, such as `master`, holds no data of anybody. */
function isSystem({ name, declared: { body } }: Node): boolean {
  const kind = at(body, 'kind')
  return (typeof kind === 'string' && /\bsystem\b/i.test(kind)) || name.endsWith('/master')
}

/** What the database says of copies that are not in the input. */
function elsewhere(properties: Value | undefined): Unknown | undefined {
  const [group, secondary] = [at(properties, 'failoverGroupId'), at(properties, 'secondaryType')]
  if (group !== undefined && group !== '')
    return new Unknown('it is in a failover group that is not in the input', '{regions of the group}')
  if (secondary !== undefined && secondary !== '')
    return new Unknown('it is a copy of a database that is not told by the input', '{region of its source}')
  return undefined
}

function database(node: Node, world: World): Reading {
  if (isSystem(node)) return {}
  const { body } = node.declared
  const properties = at(body, 'properties')
  const server = serverOf(node, world)
  const region = node.declared.location === undefined ? (server?.region ?? node.region) : node.region
  const zones = yes(at(properties, 'zoneRedundant'))
  const backups = at(properties, 'requestedBackupStorageRedundancy') ?? at(properties, 'storageAccountType')
  const redundancy = redundancyOf(backups, region)
  const members = membershipsOf(world)
  const { regions: group, unsure } = members.get(node.key) ?? {}
  const mode = said(at(properties, 'createMode'))
  const secondary = typeof mode === 'string' && /secondary/i.test(mode)
  const source = at(properties, 'sourceDatabaseId')
  const from = secondary ? world.find(source) : undefined
  const away = group ? undefined : elsewhere(properties)
  const unknown =
    unsure ??
    (group
      ? undefined
      : (away ??
        (mode instanceof Unknown ? mode : undefined) ??
        members.get(`microsoft.sql/servers|${node.name.split('/')[0] ?? ''}`)?.unsure))
  return {
    component: 'azure-sql',
    redundancy: {
      across: zoned(unknown ?? (group ? acrossRegions(group) : 'none'), zones),
      regions: group ?? (away ? [region, away] : [region]),
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

/** Azure SQL. A database is a component by what is read of it: those of the service itself are none. */
export const sqlTypes: readonly ResourceType[] = [
  { type: 'Microsoft.Sql/servers' },
  { type: 'Microsoft.Sql/servers/databases', read: database },
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
