import type { Capacity } from '../resource.ts'
import { at, items, list, number, textOf, Unknown, type Value, yes } from '../value.ts'
import type { Node, World } from '../world.ts'
import { zonal } from './redundancy.ts'
import type { Reading, ResourceType } from './type.ts'

/** Zones by the list that most types have. */
function zonesOf(value: Value | undefined, region: string | Unknown): Pick<Reading, 'redundancy'> {
  const zones = list(value)
  if (zones instanceof Unknown) return { redundancy: { across: zones, regions: [region], by: 'set', word: 'zones' } }
  const several = (zones?.length ?? 0) > 1
  return {
    redundancy: {
      across: several ? 'zones' : 'none',
      regions: [region],
      by: zones === undefined ? 'default' : 'set',
      word:
        zones === undefined || zones.length === 0
          ? 'no zone'
          : `zones ${zones.map((one) => textOf(one) ?? '?').join(', ')}`,
    },
  }
}

/** Its size and number, and how far it may grow by itself. */
function sized(node: Node, world: World): { readonly capacity?: Capacity } {
  const { body } = node.declared
  const size = textOf(at(body, 'sku.name') ?? at(body, 'properties.hardwareProfile.vmSize'))
  const instances = number(at(body, 'sku.capacity'))
  const most = number(at(growthOf(node, world), 'capacity.maximum'))
  if (size === undefined && instances === undefined && most === undefined) return {}
  return {
    capacity: {
      ...(size !== undefined && { size }),
      ...(instances !== undefined && { instances }),
      ...(most !== undefined && { most }),
    },
  }
}

const growths = new WeakMap<World, ReadonlyMap<string, Value>>()

/** The settings by which things grow, by the keys of what they are for; the first settings of each count. */
function growthsOf(world: World): ReadonlyMap<string, Value> {
  const there = growths.get(world)
  if (there) return there
  const found = new Map<string, Value>()
  for (const { declared } of world.all('microsoft.insights/autoscalesettings')) {
    const target = world.find(at(declared.body, 'properties.targetResourceUri'))?.key
    if (target !== undefined && !found.has(target)) found.set(target, declared.body)
  }
  growths.set(world, found)
  return found
}

/** The first profile of the autoscale settings that are for it. */
function growthOf(node: Node, world: World): Value | undefined {
  return items(at(growthsOf(world).get(node.key), 'properties.profiles'))[0]
}

function machine(node: Node, world: World): Reading {
  const {
    declared: { body },
    region,
  } = node
  const cards = items(at(body, 'properties.networkProfile.networkInterfaces'))
  return {
    ...zonesOf(at(body, 'zones'), region),
    ...sized(node, world),
    mentions: cards.map((one) => ['networkInterfaces', textOf(at(one, 'id')) ?? ''] as const),
  }
}

function card({ declared: { body } }: Node): Reading {
  const addresses = items(at(body, 'properties.ipConfigurations')).map((one) =>
    textOf(at(one, 'properties.publicIPAddress.id')),
  )
  return { mentions: addresses.flatMap((one) => (one === undefined ? [] : [['publicIPAddress', one] as const])) }
}

function set(node: Node, world: World): Reading {
  return { ...zonesOf(at(node.declared.body, 'zones'), node.region), ...sized(node, world) }
}

/** A cluster is spread over zones where each of its pools of machines is, also those that are declared apart. */
function cluster(node: Node, world: World): Reading {
  const {
    declared: { body },
    region,
  } = node
  const inside = list(at(body, 'properties.agentPoolProfiles'))
  const apart = world.children(node, 'agentpools').map((one) => at(one.declared.body, 'properties') ?? null)
  const pools = [...(inside instanceof Unknown ? [] : (inside ?? [])), ...apart]
  const [first] = pools
  if (first === undefined && !(inside instanceof Unknown)) return zonesOf(at(body, 'zones'), region)
  const zones = pools.map((one) => zonal(at(one, 'availabilityZones')))
  const unknown = inside instanceof Unknown ? inside : zones.find((one) => one instanceof Unknown)
  const across = zones.includes('none') ? 'none' : (unknown ?? 'zones')
  const said = pools.some((one) => at(one, 'availabilityZones') !== undefined) || inside instanceof Unknown
  const one = pools.length === 1 && !(unknown instanceof Unknown) ? zonesOf(at(first, 'availabilityZones'), region) : {}
  return {
    redundancy: {
      across,
      regions: [region],
      by: said ? 'set' : 'default',
      word: one.redundancy?.word ?? (across === 'zones' ? 'zones of all pools' : 'not the zones of all pools'),
    },
  }
}

function plan(node: Node, world: World): Reading {
  const {
    declared: { body },
    region,
  } = node
  const zoned = yes(at(body, 'properties.zoneRedundant'))
  const across = zoned instanceof Unknown ? zoned : zoned === true ? 'zones' : 'none'
  return {
    redundancy: {
      across,
      regions: [region],
      by: zoned === undefined ? 'default' : 'set',
      word: zoned === true ? 'zone redundant' : 'no zone',
    },
    ...sized(node, world),
  }
}

/** A web app lies where its plan lies, and pulls its image from a registry. */
function site(node: Node, world: World): Reading {
  const mention = at(node.declared.body, 'properties.serverFarmId')
  const farm = world.find(mention)
  const redundancy = farm ? plan(farm, world).redundancy : undefined
  return {
    ...(redundancy && { redundancy }),
    ...(mention !== undefined && { mentions: [['serverFarmId', textOf(mention) ?? ''] as const] }),
  }
}

function plain({ region }: Node): Reading {
  return { redundancy: { across: 'none', regions: [region], by: 'default', word: 'one region' } }
}

/** A container app is spread over the zones of the environment that it runs in. */
function app({ declared: { body }, region }: Node, world: World): Reading {
  const mention = at(body, 'properties.environmentId') ?? at(body, 'properties.managedEnvironmentId')
  const environment = world.find(mention)
  const zones = yes(at(environment?.declared.body, 'properties.zoneRedundant'))
  const across =
    zones instanceof Unknown
      ? zones
      : environment
        ? zones === true
          ? 'zones'
          : 'none'
        : new Unknown('the environment that it runs in is not in the input', '{environment}')
  return {
    redundancy: {
      across,
      regions: [region],
      by: zones === undefined ? 'default' : 'set',
      word: zones === true ? 'zone redundant' : 'one region',
    },
    ...(mention !== undefined && { mentions: [['environmentId', textOf(mention) ?? ''] as const] }),
  }
}

function address({ declared: { body }, region }: Node): Reading {
  return zonesOf(at(body, 'zones'), region)
}

/** What computes, and what stands in front of it. */
export const computeTypes: readonly ResourceType[] = [
  { type: 'Microsoft.Compute/virtualMachines', component: 'vm', read: machine },
  { type: 'Microsoft.Compute/virtualMachines/extensions' },
  { type: 'Microsoft.Compute/virtualMachineScaleSets', component: 'scale-set', read: set },
  { type: 'Microsoft.Compute/availabilitySets' },
  { type: 'Microsoft.Compute/images' },
  { type: 'Microsoft.ContainerService/managedClusters', component: 'kubernetes', read: cluster },
  { type: 'Microsoft.ContainerService/managedClusters/agentPools' },
  { type: 'Microsoft.App/managedEnvironments' },
  { type: 'Microsoft.App/containerApps', component: 'web-service', read: app },
  { type: 'Microsoft.ContainerInstance/containerGroups', component: 'web-service', read: plain },
  { type: 'Microsoft.Web/serverfarms', read: plan },
  { type: 'Microsoft.Web/sites', component: 'web-service', read: site },
  { type: 'Microsoft.Web/sites/config' },
  { type: 'Microsoft.Web/sites/slots' },
  { type: 'Microsoft.Web/sites/sourcecontrols' },
  { type: 'Microsoft.Web/sites/hostNameBindings' },
  { type: 'Microsoft.Web/staticSites', component: 'web-service' },
  { type: 'Microsoft.Web/certificates' },
  { type: 'Microsoft.Batch/batchAccounts', component: 'batch', read: plain },
  { type: 'Microsoft.Network/publicIPAddresses', read: address },
  { type: 'Microsoft.Network/networkInterfaces', read: card },
  { type: 'Microsoft.Network/loadBalancers' },
  { type: 'Microsoft.Network/applicationGateways' },
  { type: 'Microsoft.Network/azureFirewalls' },
  { type: 'Microsoft.Network/firewallPolicies' },
  { type: 'Microsoft.Network/firewallPolicies/ruleCollectionGroups' },
]
