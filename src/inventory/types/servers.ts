import { at, said, textOf, Unknown, yes } from '../value.ts'
import type { Node, World } from '../world.ts'
import type { Reading, ResourceType } from './type.ts'

/** A flexible server of PostgreSQL or MySQL. */
function server(node: Node, world: World): Reading {
  const properties = at(node.declared.body, 'properties')
  const mode = said(at(properties, 'highAvailability.mode'))
  const across = mode instanceof Unknown ? mode : mode !== undefined && /zoneredundant/i.test(mode) ? 'zones' : 'none'
  const geo = yes(at(properties, 'backup.geoRedundantBackup'))
  const replica = /replica/i.test(
    textOf(at(properties, 'createMode')) ?? textOf(at(properties, 'replicationRole')) ?? '',
  )
  const mention = at(properties, 'sourceServerResourceId')
  const source = replica ? world.find(mention) : undefined
  return {
    redundancy: {
      across,
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

/** A cache: what is linked to it is told on the one that links. */
function cache(node: Node, world: World): Reading {
  const linked = world.children(node, 'linkedservers')
  const mentions = linked.map((one) => at(one.declared.body, 'properties.linkedRedisCacheId'))
  const others = mentions.map((one) => world.find(one))
  const zones = at(node.declared.body, 'zones')
  const redundancy = {
    across:
      linked.length > 0
        ? ('regions' as const)
        : zones instanceof Unknown
          ? zones
          : Array.isArray(zones) && zones.length > 1
            ? ('zones' as const)
            : ('none' as const),
    regions: [
      node.region,
      ...others.map((one) => one?.region ?? new Unknown('the other cache is not here', '{region}')),
    ],
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
      between: [node.key, ...others.flatMap((one) => (one ? [one.key] : []))],
    },
    mentions: mentions.map((one) => ['linkedServers', textOf(one) ?? ''] as const),
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
