import type { Backend, Pool, Probe } from '../resource.ts'
import { regionOf } from '../regions.ts'
import { at, items, list, number, type Said, textOf, Unknown, type Value, yes } from '../value.ts'
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
  const stated = list(of(body, 'routingRules'))
  const rules = (stated instanceof Unknown ? [stated] : (stated ?? [])).filter(
    (one) => yes(of(one, 'enabledState')) !== false,
  )
  const mentions = rules.map((one) => at(of(one, 'routeConfiguration'), 'backendPool') ?? of(one, 'backendPool'))
  const used = new Set(mentions.map(lastOf))
  const unclear = rules.map(unclearRule).find((one) => one !== undefined)
  const probes = list(of(body, 'healthProbeSettings'))
  const declared = list(of(body, 'backendPools'))
  const routing = { method: 'priority', enabled: yes(of(body, 'enabledState')) ?? true }
  if (declared instanceof Unknown)
    return { routing: { ...routing, pools: [{ name: 'backendPools', reached: declared, backends: declared }] } }
  const pools = (declared ?? []).map((one): Pool => {
    const name = textOf(at(one, 'name')) ?? ''
    const probe = classicProbe(of(one, 'healthProbeSettings'), probes)
    const backends = list(of(one, 'backends'))
    return {
      name,
      reached: used.has(name.toLowerCase()) || (unclear ?? false),
      backends: backends instanceof Unknown ? backends : items(backends).map((backend) => backendOf(backend, world)),
      ...(probe && { probe }),
    }
  })
  return { routing: { ...routing, pools } }
}

/** Why it is not known to which pools a rule sends clients: it is unknown, or a rules engine may send them elsewhere. */
function unclearRule(rule: Value): Unknown | undefined {
  const mention = at(of(rule, 'routeConfiguration'), 'backendPool') ?? of(rule, 'backendPool')
  const id = at(mention, 'id') ?? mention
  if (id instanceof Unknown && !idParts(id.text)) return id
  return of(rule, 'rulesEngine') === undefined
    ? undefined
    : new Unknown('a rules engine may send clients to another pool', '{rulesEngine}')
}

/** The probe of a pool; absent where it has none, or one that is switched off. One that is not found is not known. */
function classicProbe(mention: Value | undefined, probes: Said<readonly Value[]>): Probe | undefined {
  if (mention === undefined) return undefined
  const name = lastOf(mention)
  const found = (probes instanceof Unknown ? [] : (probes ?? [])).find(
    (one) => textOf(at(one, 'name'))?.toLowerCase() === name,
  )
  if (found === undefined) return {}
  return yes(of(found, 'enabledState')) === false ? undefined : probeOf(at(found, 'properties') ?? found)
}

function backendOf(value: Value, world: World, doubt?: Unknown): Backend {
  const enabled = yes(of(value, 'enabledState') ?? of(value, 'enabled')) ?? true
  const address = of(value, 'address') ?? of(value, 'hostName')
  const priority = number(of(value, 'priority'))
  const weight = number(of(value, 'weight'))
  return {
    name: textOf(at(value, 'name')) ?? textOf(address) ?? '',
    target: textOf(address) ?? '',
    region: behind(address, of(value, 'azureOrigin.id'), world),
    ...(priority !== undefined && { priority }),
    ...(weight !== undefined && { weight }),
    enabled: enabled === true ? (doubt ?? true) : enabled,
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
  let unclear: Unknown | undefined
  const use = (mention: Value | undefined, doubt: Unknown | undefined) => {
    const id = at(mention, 'id') ?? mention
    const found = world.find(id)
    if (found === undefined && id instanceof Unknown && !idParts(id.text)) unclear ??= id
    const to = found?.name.split('/').at(-1) ?? lastOf(mention) ?? ''
    // One route that is there for certain is enough.
    if (!used.has(to) || doubt === undefined) used.set(to, doubt)
  }
  for (const { declared } of routes) {
    if (yes(at(declared.body, 'properties.enabledState')) === false) continue
    use(at(declared.body, 'properties.originGroup'), declared.doubt)
    unclear ??= rulesElsewhere(list(at(declared.body, 'properties.ruleSets')), world)
  }
  for (const { declared } of world.children(node, 'rulesets').flatMap((one) => world.children(one, 'rules')))
    for (const one of overrides(declared.body)) use(one, declared.doubt)
  const pools = groups.map((group): Pool => {
    const { body } = group.declared
    const name = group.name.split('/').at(-1) ?? ''
    const probe = originProbe(at(body, 'properties.healthProbeSettings'))
    const doubt = used.get(name)
    return {
      name,
      reached:
        doubt ??
        (used.has(name) || (unclear ?? (routes.length === 0 && new Unknown('no route is declared here', '{routes}')))),
      backends: world.children(group, 'origins').map(({ name: origin, declared }) => ({
        ...backendOf(declared.body, world, declared.doubt),
        name: origin.split('/').at(-1) ?? '',
      })),
      ...(probe && { probe }),
    }
  })
  if (groups.length === 0) return {}
  return { routing: { method: 'priority', enabled: open(endpoints), pools } }
}

/** Why it is not known what the rule sets of a route do: they, or the rules in them, are not in the input. */
function rulesElsewhere(sets: Said<readonly Value[]>, world: World): Unknown | undefined {
  if (sets === undefined || sets instanceof Unknown) return sets
  const here = sets.every((one) => {
    const found = world.find(at(one, 'id') ?? one)
    return found !== undefined && world.children(found, 'rules').length > 0
  })
  return here ? undefined : new Unknown('the rules of a route are not all in the input', '{ruleSets}')
}

/** The origin groups to which a rule sends clients instead of that of their route, or what is unknown of them. */
function overrides(body: Value): ReadonlyArray<Value | undefined> {
  const actions = list(at(body, 'properties.actions'))
  if (actions === undefined) return [new Unknown('what a rule does is not in the input', '{actions}')]
  if (actions instanceof Unknown) return [actions]
  return (actions ?? []).flatMap((one) => {
    const [name, parameters] = [at(one, 'name'), at(one, 'parameters')]
    if (name instanceof Unknown || parameters instanceof Unknown) return name instanceof Unknown ? [name] : [parameters]
    const group = at(parameters, 'originGroupOverride.originGroup') ?? at(parameters, 'originGroup')
    return group === undefined ? [] : [group]
  })
}

/** The probe of a group of origins; one whose method or protocol is not set is none. */
function originProbe(settings: Value | undefined): Probe | undefined {
  const none = ['probeRequestType', 'probeProtocol'].some((key) => at(settings, key) === 'NotSet')
  return settings === undefined || none ? undefined : probeOf(settings)
}

/** Whether any endpoint takes clients; none that is declared elsewhere is known to be off. */
function open(endpoints: readonly Node[]): boolean | Unknown {
  const states = endpoints.map(({ declared }) => yes(at(declared.body, 'properties.enabledState')) ?? true)
  if (states.length === 0 || states.includes(true)) return true
  return states.find((one) => one instanceof Unknown) ?? false
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
