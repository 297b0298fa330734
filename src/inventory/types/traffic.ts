import type { Backend, Pool, Routing } from '../resource.ts'
import { regionOf } from '../regions.ts'
import { troubled } from '../trouble.ts'
import { at, items, list, number, said, textOf, Unknown, type Value, yes } from '../value.ts'
import { idParts, type Node, type World } from '../world.ts'
import { probeOf } from './probe.ts'
import type { Reading, ResourceType } from './type.ts'

/** The kinds of endpoint, which are types of resources of their own where they are declared apart. */
const kinds = ['azureendpoints', 'externalendpoints', 'nestedendpoints']

/** What an endpoint of Azure may stand for. Source: Microsoft Learn, Traffic Manager endpoints. */
const targets = /^microsoft\.(network\/publicipaddresses|web\/sites(\/slots)?|classiccompute\/domainnames)$/

function profile(node: Node, world: World): Reading {
  const { body, place, address } = node.declared
  const properties = at(body, 'properties') ?? body
  const inside = list(at(properties, 'endpoints'))
  const apart = kinds.flatMap((kind) => world.children(node, kind))
  const bodies = [
    ...items(inside).map((one) => [textOf(at(one, 'name')) ?? '', one] as const),
    ...apart.map((one) => [one.name.split('/').at(-1) ?? '', one.declared.body] as const),
  ]
  const backends = bodies.map(([name, one]) => endpoint(name, one, world))
  const monitor = at(properties, 'monitorConfig')
  const pool: Pool = {
    name: 'endpoints',
    reached: true,
    backends: inside instanceof Unknown && backends.length === 0 ? inside : backends,
    ...(monitor !== undefined && { probe: probeOf(monitor) }),
  }
  const ttl = number(at(properties, 'dnsConfig.ttl'))
  const routing: Routing = {
    method: said(at(properties, 'trafficRoutingMethod')) ?? new Unknown('no method is said', '{method}'),
    enabled: yes(at(properties, 'profileStatus')) ?? true,
    ...(ttl !== undefined && { ttl }),
    pools: [pool],
  }
  const mentions = bodies.flatMap(([, one]) => {
    const id = textOf(endpointValue(one, 'targetResourceId'))
    return id === undefined ? [] : [['endpoints', id] as const]
  })
  const wrong = mentions.filter(([, id]) => {
    const type = idParts(id)?.type ?? world.find(id)?.type
    return type !== undefined && !targets.test(type) && !type.startsWith('microsoft.network/trafficmanagerprofiles')
  })
  return {
    routing,
    mentions,
    problems: wrong.map(([, id]) =>
      troubled(
        'resource-invalid',
        place,
        `${address} has the endpoint ${id}, and a ${idParts(id)?.type ?? world.find(id)?.type ?? ''} cannot be one: Azure takes a public IP address, a web app or a cloud service.`,
      ),
    ),
  }
}

/** What is said of an endpoint, whether it stands in `properties` or has been flattened. */
function endpointValue(body: Value, key: string): Value | undefined {
  return at(body, `properties.${key}`) ?? at(body, key)
}

function endpoint(name: string, body: Value, world: World): Backend {
  const mention = endpointValue(body, 'targetResourceId')
  const target = world.find(mention)
  const host = endpointValue(body, 'target')
  const said = endpointValue(body, 'endpointLocation')
  const priority = number(endpointValue(body, 'priority'))
  const weight = number(endpointValue(body, 'weight'))
  const state = endpointValue(body, 'endpointStatus') ?? endpointValue(body, 'enabled')
  return {
    name,
    target: textOf(host) ?? textOf(mention) ?? '',
    region: target
      ? target.region
      : said === undefined
        ? new Unknown('the region of what it points to is not in the input', `{region of ${name}}`)
        : regionOf(said),
    ...(priority !== undefined && { priority }),
    ...(weight !== undefined && { weight }),
    enabled: yes(state) ?? true,
  }
}

/** Routing by names. */
export const trafficTypes: readonly ResourceType[] = [
  { type: 'Microsoft.Network/trafficManagerProfiles', component: 'traffic-manager', read: profile },
  { type: 'Microsoft.Network/trafficManagerProfiles/azureEndpoints' },
  { type: 'Microsoft.Network/trafficManagerProfiles/externalEndpoints' },
  { type: 'Microsoft.Network/trafficManagerProfiles/nestedEndpoints' },
  { type: 'Microsoft.Network/dnsZones', component: 'dns' },
  { type: 'Microsoft.Network/dnsZones/A' },
  { type: 'Microsoft.Network/dnsZones/CNAME' },
  { type: 'Microsoft.Network/dnsZones/TXT' },
  { type: 'Microsoft.Network/privateDnsZones' },
  { type: 'Microsoft.Network/privateDnsZones/A' },
  { type: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks' },
]
