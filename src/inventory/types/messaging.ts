import { regionOf } from '../regions.ts'
import { at, list, said, textOf, Unknown, yes } from '../value.ts'
import type { Node, World } from '../world.ts'
import { acrossRegions } from './redundancy.ts'
import type { Reading, ResourceType } from './type.ts'

/** A namespace of queues or streams. Its alias copies settings alone; geo-replication of Premium copies what is in it. */
function namespace(node: Node, world: World): Reading {
  const { body } = node.declared
  const zones = yes(at(body, 'properties.zoneRedundant'))
  const located = list(at(body, 'properties.geoDataReplication.locations'))
  const regions = (located instanceof Unknown ? [] : (located ?? [])).map((one) => regionOf(at(one, 'locationName')))
  const alias = world.children(node, 'disasterrecoveryconfigs')[0]
  const across = zones instanceof Unknown ? zones : zones === true ? 'zones' : 'none'
  if (regions.length > 1)
    return {
      redundancy: { across: acrossRegions(regions), regions, by: 'set', word: 'geo-replication' },
      replication: {
        kind: 'geo-replication',
        covers: 'data',
        writes: 'one',
        failover: 'manual',
        regions,
        between: [node.key],
      },
    }
  return {
    redundancy: {
      across: located instanceof Unknown ? located : across,
      regions: [node.region],
      by: zones === undefined ? 'default' : 'set',
      word: textOf(said(at(body, 'sku.name'))) ?? 'unspecified',
    },
    ...(alias && { replication: aliasOf(alias, world) }),
  }
}

function aliasOf(node: Node, world: World): NonNullable<Reading['replication']> {
  const own = world.find(`/providers/${ofNamespace(node)}`, node)
  const partner = at(node.declared.body, 'properties.partnerNamespace')
  const other = world.find(partner)
  return {
    kind: 'alias',
    covers: 'settings',
    writes: 'one',
    failover: 'manual',
    regions: [own?.region ?? node.region, other?.region ?? new Unknown('the partner is not here', '{region}')],
    between: [own, other].flatMap((one) => (one ? [one.key] : [])),
  }
}

function ofNamespace(node: Node): string {
  const [name = ''] = node.name.split('/')
  return `${node.type.split('/').slice(0, 2).join('/')}/${name}`
}

function alias(node: Node, world: World): Reading {
  const partner = textOf(at(node.declared.body, 'properties.partnerNamespace')) ?? ''
  return { replication: aliasOf(node, world), mentions: [['partnerNamespace', partner]] }
}

/** Queues and streams. */
export const messagingTypes: readonly ResourceType[] = [
  { type: 'Microsoft.ServiceBus/namespaces', component: 'queue', read: namespace },
  { type: 'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs', read: alias },
  { type: 'Microsoft.ServiceBus/namespaces/queues' },
  { type: 'Microsoft.ServiceBus/namespaces/topics' },
  { type: 'Microsoft.ServiceBus/namespaces/topics/subscriptions' },
  { type: 'Microsoft.ServiceBus/namespaces/authorizationRules' },
  { type: 'Microsoft.EventHub/namespaces', component: 'stream', read: namespace },
  { type: 'Microsoft.EventHub/namespaces/disasterRecoveryConfigs', read: alias },
  { type: 'Microsoft.EventHub/namespaces/eventhubs' },
  { type: 'Microsoft.EventHub/namespaces/eventhubs/consumergroups' },
  { type: 'Microsoft.EventHub/namespaces/eventhubs/authorizationRules' },
  { type: 'Microsoft.EventHub/namespaces/authorizationRules' },
  { type: 'Microsoft.EventGrid/topics' },
  { type: 'Microsoft.EventGrid/systemTopics' },
]
