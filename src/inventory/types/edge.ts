import type { Backend, Pool } from '../resource.ts'
import { regionOf } from '../regions.ts'
import { at, items, list, number, textOf, Unknown, type Value, yes } from '../value.ts'
import { idParts, type Node, type World } from '../world.ts'
import { probeOf } from './probe.ts'
import type { Reading, ResourceType } from './type.ts'

/** What is said inside `properties`, or beside it where an export has flattened it. */
const of = (value: Value, key: string) => at(value, `properties.${key}`) ?? at(value, key)

/** The last word of an id that is mentioned. */
function lastOf(mention: Value | undefined): string | undefined {
  const text = textOf(at(mention, 'id') ?? mention)
  return text === undefined ? undefined : (idParts(text)?.name.split('/').at(-1) ?? text.toLowerCase())
}

/** The classic Front Door: pools of backends, and rules that send clients to one of them. */
function classic(node: Node, world: World): Reading {
  const { body } = node.declared
  const rules = items(of(body, 'routingRules')).filter((one) => yes(of(one, 'enabledState')) !== false)
  const used = new Set(
    rules.map((one) => lastOf(at(of(one, 'routeConfiguration'), 'backendPool') ?? of(one, 'backendPool'))),
  )
  const probes = items(of(body, 'healthProbeSettings'))
  const pools = items(of(body, 'backendPools')).map((one): Pool => {
    const name = textOf(at(one, 'name')) ?? ''
    const probe = probes.find(
      (other) => textOf(at(other, 'name'))?.toLowerCase() === lastOf(of(one, 'healthProbeSettings')),
    )
    const backends = list(of(one, 'backends'))
    return {
      name,
      reached: used.has(name.toLowerCase()),
      backends: backends instanceof Unknown ? backends : items(backends).map((backend) => backendOf(backend, world)),
      ...(probe !== undefined && { probe: probeOf(at(probe, 'properties') ?? probe) }),
    }
  })
  return { routing: { method: 'priority', enabled: yes(of(body, 'enabledState')) ?? true, pools } }
}

function backendOf(value: Value, world: World): Backend {
  const address = of(value, 'address') ?? of(value, 'hostName')
  const priority = number(of(value, 'priority'))
  const weight = number(of(value, 'weight'))
  return {
    name: textOf(at(value, 'name')) ?? textOf(address) ?? '',
    target: textOf(address) ?? '',
    region: behind(address, of(value, 'azureOrigin.id'), world),
    ...(priority !== undefined && { priority }),
    ...(weight !== undefined && { weight }),
    enabled: yes(of(value, 'enabledState') ?? of(value, 'enabled')) ?? true,
  }
}

/** The region of what an address leads to, where that is declared here. */
function behind(address: Value | undefined, origin: Value | undefined, world: World): string | Unknown {
  const text = textOf(address) ?? ''
  const why = address instanceof Unknown ? address.why : 'what it points to is not in the input'
  return world.find(origin)?.region ?? hostRegion(text, world) ?? new Unknown(why, `{region of ${text}}`)
}

/** The region in a host name that Azure gives, such as `app.westeurope.cloudapp.azure.com`, or that of the resource so named. */
export function hostRegion(host: string, world: World): string | undefined {
  const [name = '', second = '', ...rest] = host.toLowerCase().split('.')
  if (rest.join('.').endsWith('azure.com')) {
    const region = regionOf(second)
    if (typeof region === 'string') return region
  }
  const type = host.endsWith('.azurewebsites.net') ? 'microsoft.web/sites' : undefined
  const found = type === undefined ? undefined : world.find(`/providers/${type}/${name}`)
  return typeof found?.region === 'string' ? found.region : undefined
}

/** Front Door as a profile: groups of origins, and routes that send clients to one of them. */
function standard(node: Node, world: World): Reading {
  const groups = world.children(node, 'origingroups')
  const endpoints = world.children(node, 'afdendpoints')
  const routes = endpoints.flatMap((one) => world.children(one, 'routes'))
  const used = new Map<string, Unknown | undefined>()
  for (const { declared } of routes) {
    if (yes(at(declared.body, 'properties.enabledState')) === false) continue
    const mention = at(declared.body, 'properties.originGroup')
    const to =
      world
        .find(at(mention, 'id') ?? mention)
        ?.name.split('/')
        .at(-1) ??
      lastOf(mention) ??
      ''
    // One route that is there for certain is enough.
    if (!used.has(to) || declared.doubt === undefined) used.set(to, declared.doubt)
  }
  const pools = groups.map((group): Pool => {
    const { body } = group.declared
    const name = group.name.split('/').at(-1) ?? ''
    const probe = at(body, 'properties.healthProbeSettings')
    const doubt = used.get(name)
    return {
      name,
      reached:
        doubt ?? (used.has(name) || (routes.length === 0 && new Unknown('no route is declared here', '{routes}'))),
      backends: world
        .children(group, 'origins')
        .map((one) => ({ ...backendOf(one.declared.body, world), name: one.name.split('/').at(-1) ?? '' })),
      ...(probe !== undefined && { probe: probeOf(probe) }),
    }
  })
  if (groups.length === 0) return {}
  return { routing: { method: 'priority', enabled: true, pools } }
}

/** Routing at the edge, and in front of servers. */
export const edgeTypes: readonly ResourceType[] = [
  { type: 'Microsoft.Network/frontDoors', component: 'front-door', read: classic },
  { type: 'Microsoft.Cdn/profiles', component: 'front-door', read: standard },
  { type: 'Microsoft.Cdn/profiles/afdEndpoints' },
  { type: 'Microsoft.Cdn/profiles/afdEndpoints/routes' },
  { type: 'Microsoft.Cdn/profiles/originGroups' },
  { type: 'Microsoft.Cdn/profiles/originGroups/origins' },
  { type: 'Microsoft.Cdn/profiles/endpoints' },
  { type: 'Microsoft.Cdn/profiles/customDomains' },
  { type: 'Microsoft.Cdn/profiles/ruleSets' },
  { type: 'Microsoft.Cdn/profiles/ruleSets/rules' },
  { type: 'Microsoft.Cdn/profiles/secrets' },
  { type: 'Microsoft.Cdn/profiles/securityPolicies' },
  { type: 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies' },
]
