import { regionOf } from '../regions.ts'
import { at, items, list, said, textOf, Unknown, type Value, yes } from '../value.ts'
import { idParts, type Node, type World } from '../world.ts'
import { acrossCopies, type Copy, zonal } from './redundancy.ts'
import type { Reading, ResourceType } from './type.ts'

/** A flexible server of PostgreSQL or MySQL. */
function server(node: Node, world: World): Reading {
  const properties = at(node.declared.body, 'properties')
  const mode = said(at(properties, 'highAvailability.mode'))
  const across = mode instanceof Unknown ? mode : mode !== undefined && /zoneredundant/i.test(mode) ? 'zones' : 'none'
  const geo = yes(at(properties, 'backup.geoRedundantBackup'))
  const made = said(at(properties, 'createMode')) ?? said(at(properties, 'replicationRole'))
  const replica = typeof made === 'string' && /replica/i.test(made)
  const mention = at(properties, 'sourceServerResourceId')
  const source = replica ? world.find(mention) : undefined
  return {
    redundancy: {
      across: made instanceof Unknown ? made : across,
      regions: [node.region],
      by: mode === undefined ? 'default' : 'set',
      word: textOf(mode) ?? 'no high availability',
    },
    backup: {
      across: geo instanceof Unknown ? geo : geo === true ? 'regions' : 'none',
      by: geo === undefined ? 'default' : 'set',
    },
    ...(replica && {
      replication: {
        kind: 'replica',
        covers: 'data',
        writes: 'one',
        failover: 'manual',
        regions: [source?.region ?? new Unknown('its source is not here', '{region}'), node.region],
        between: [...(source ? [source.key] : []), node.key],
      } as const,
      mentions: mention === undefined ? [] : [['sourceServerResourceId', textOf(mention) ?? ''] as const],
    }),
  }
}

/** Another cache that one is linked to. */
interface Linked extends Copy {
  readonly mention: Value | undefined
  readonly node: Node | undefined
}

/** What a cache is linked to: by resources below it, and by what an export of it says inside. */
function linkedTo(node: Node, world: World): readonly Linked[] {
  const away = new Unknown('the other cache is not here', '{region}')
  const below = world.children(node, 'linkedservers').map(({ declared: { body, doubt } }): Linked => {
    const mention = at(body, 'properties.linkedRedisCacheId')
    const location = at(body, 'properties.linkedRedisCacheLocation')
    const other = world.find(mention)
    return {
      mention,
      node: other,
      region: other?.region ?? (location === undefined ? away : regionOf(location)),
      doubt,
    }
  })
  const names = new Set(world.children(node, 'linkedservers').map(({ name }) => name.split('/').at(-1)))
  const inside = items(at(node.declared.body, 'properties.linkedServers')).flatMap((one): readonly Linked[] => {
    const name = idParts(textOf(at(one, 'id') ?? one) ?? '')
      ?.name.split('/')
      .at(-1)
    if (name !== undefined && names.has(name)) return []
    const other = name === undefined ? undefined : world.find(`/providers/Microsoft.Cache/redis/${name}`, node)
    return [{ mention: undefined, node: other, region: other?.region ?? away }]
  })
  return [...below, ...inside]
}

/** A cache: what is linked to it is told on the one that links. */
function cache(node: Node, world: World): Reading {
  const linked = linkedTo(node, world)
  const inside = list(at(node.declared.body, 'properties.linkedServers'))
  const zones = at(node.declared.body, 'zones')
  const copied = linked.length === 0 && inside instanceof Unknown ? inside : acrossCopies(node.region, linked)
  const redundancy = {
    across: copied === 'none' ? zonal(zones) : copied,
    regions: [node.region, ...linked.map(({ region }) => region)],
    by: linked.length > 0 || zones !== undefined ? ('set' as const) : ('default' as const),
    word: linked.length > 0 ? 'geo-replication' : 'one region',
  }
  if (linked.length === 0) return { redundancy }
  return {
    redundancy,
    replication: {
      kind: 'geo-replication',
      covers: 'data',
      writes: 'one',
      failover: 'manual',
      regions: redundancy.regions,
      between: [node.key, ...linked.flatMap((one) => (one.node ? [one.node.key] : []))],
    },
    mentions: linked.map((one) => ['linkedServers', textOf(one.mention) ?? ''] as const),
  }
}

/** Database servers and caches. */
export const serverTypes: readonly ResourceType[] = [
  { type: 'Microsoft.DBforPostgreSQL/flexibleServers', component: 'postgres', read: server },
  { type: 'Microsoft.DBforPostgreSQL/flexibleServers/databases' },
  { type: 'Microsoft.DBforPostgreSQL/flexibleServers/configurations' },
  { type: 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules' },
  { type: 'Microsoft.DBforPostgreSQL/flexibleServers/administrators' },
  { type: 'Microsoft.DBforPostgreSQL/flexibleServers/virtualEndpoints' },
  { type: 'Microsoft.DBforPostgreSQL/servers', component: 'postgres' },
  { type: 'Microsoft.DBforMySQL/flexibleServers', component: 'mysql', read: server },
  { type: 'Microsoft.DBforMySQL/flexibleServers/databases' },
  { type: 'Microsoft.DBforMySQL/flexibleServers/configurations' },
  { type: 'Microsoft.DBforMySQL/flexibleServers/firewallRules' },
  { type: 'Microsoft.DBforMySQL/servers', component: 'mysql' },
  { type: 'Microsoft.Cache/redis', component: 'cache', read: cache },
  { type: 'Microsoft.Cache/redis/linkedServers' },
  { type: 'Microsoft.Cache/redis/firewallRules' },
  { type: 'Microsoft.Cache/redisEnterprise', component: 'cache' },
  { type: 'Microsoft.Cache/redisEnterprise/databases' },
]
