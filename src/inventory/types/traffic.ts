import type { Backend, Pool, Routing } from '../resource.ts'
import { global, regionOf } from '../regions.ts'
import { troubled } from '../trouble.ts'
import { at, list, number, type Said, said, textOf, Unknown, type Value, yes } from '../value.ts'
import { idParts, type Node, type World } from '../world.ts'
import { probeOf } from './probe.ts'
import type { Reading, ResourceType } from './type.ts'

/** The kinds of endpoint, which are types of resources of their own where they are declared apart. */
const kinds = ['azureendpoints', 'externalendpoints', 'nestedendpoints']

/** What an endpoint of Azure may stand for. Source: Microsoft Learn, Traffic Manager endpoints. */
const targets = /^microsoft\.(network\/publicipaddresses|web\/sites(\/slots)?|classiccompute\/domainnames)$/

type Endpoint = readonly [name: string, body: Value, doubt: Unknown | undefined]

function insideOf({ declared: { body } }: Node): Said<readonly Value[]> {
  return list(at(at(body, 'properties') ?? body, 'endpoints'))
}

/** The endpoints of a profile: those inside of it, and those that are declared apart. */
function bodiesOf(node: Node, world: World): readonly Endpoint[] {
  const inside = insideOf(node)
  const apart = kinds.flatMap((kind) => world.children(node, kind))
  return [
    ...(inside instanceof Unknown ? [] : (inside ?? [])).map(
      (one): Endpoint => [textOf(at(one, 'name')) ?? '', one, undefined],
    ),
    ...apart.map((one): Endpoint => [one.name.split('/').at(-1) ?? '', one.declared.body, one.declared.doubt]),
  ]
}

function profile(node: Node, world: World): Reading {
  const { body, place, address } = node.declared
  const properties = at(body, 'properties') ?? body
  const inside = insideOf(node)
  const bodies = bodiesOf(node, world)
  const backends = bodies.map((one) => endpoint(one, world))
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

const isProfile = (node: Node) => node.type === 'microsoft.network/trafficmanagerprofiles'

/** Where a profile leads by its own endpoints that serve: to other profiles, and to places. */
interface Ways {
  readonly profiles: readonly Node[]
  readonly places: ReadonlyArray<string | Unknown>
}

const ways = new WeakMap<World, Map<Node, Ways>>()

function waysOf(profile: Node, world: World): Ways {
  const known = ways.get(world) ?? new Map<Node, Ways>()
  ways.set(world, known)
  const there = known.get(profile)
  if (there) return there
  const inside = insideOf(profile)
  const found = bodiesOf(profile, world)
    .filter(([, body]) => yes(stateOf(body)) !== false)
    .map(([name, body]) => ({ name, body, target: targetOf(body, world) }))
  const made: Ways = {
    profiles: found.flatMap(({ target }) => (target && isProfile(target) ? [target] : [])),
    places: [
      ...(inside instanceof Unknown ? [inside] : []),
      ...found.flatMap(({ name, body, target }) => (target && isProfile(target) ? [] : [placeOf(name, body, target)])),
    ],
  }
  known.set(profile, made)
  return made
}

/** All regions to which a profile leads, through the profiles that it leads to, each of which is looked at once. */
function regionsBehind(profile: Node, world: World): ReadonlyArray<string | Unknown> {
  const found = new Set<string | Unknown>()
  const visited = new Set([profile])
  for (const node of visited) {
    const { profiles, places } = waysOf(node, world)
    for (const one of profiles) visited.add(one)
    for (const one of places) found.add(one)
  }
  return [...found]
}

function targetOf(body: Value, world: World): Node | undefined {
  return world.find(endpointValue(body, 'targetResourceId'))
}

/** The region of what an endpoint points to, or that which it says itself. */
function placeOf(name: string, body: Value, target?: Node): string | Unknown {
  if (target && typeof target.region === 'string' && target.region !== global) return target.region
  const said = endpointValue(body, 'endpointLocation')
  if (said !== undefined) return regionOf(said)
  return target?.region ?? new Unknown('the region of what it points to is not in the input', `{region of ${name}}`)
}

/** Where an endpoint leads; to more than one region where that is a profile. */
function placesOf(name: string, body: Value, world: World): ReadonlyArray<string | Unknown> {
  const target = targetOf(body, world)
  if (!target || !isProfile(target)) return [placeOf(name, body, target)]
  const behind = regionsBehind(target, world)
  return behind.some((one) => typeof one === 'string' && one !== global) ? behind : [placeOf(name, body)]
}

function stateOf(body: Value): Value | undefined {
  return endpointValue(body, 'endpointStatus') ?? endpointValue(body, 'enabled')
}

function endpoint([name, body, doubt]: Endpoint, world: World): Backend {
  const mention = endpointValue(body, 'targetResourceId')
  const places = placesOf(name, body, world)
  const host = endpointValue(body, 'target')
  const priority = number(endpointValue(body, 'priority'))
  const weight = number(endpointValue(body, 'weight'))
  const enabled = yes(stateOf(body)) ?? true
  return {
    name,
    target: textOf(host) ?? textOf(mention) ?? '',
    region: places[0] ?? placeOf(name, body),
    ...(places.length > 1 && { regions: places }),
    ...(priority !== undefined && { priority }),
    ...(weight !== undefined && { weight }),
    enabled: enabled === true ? (doubt ?? true) : enabled,
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
