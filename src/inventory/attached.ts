import { isObject, items, textOf, type Value, valueOf } from './value.ts'
import { at } from './value.ts'
import { idParts, type Node, type World } from './world.ts'

/** Types that say something of another resource, and what of them says what. */
const told: Readonly<Record<string, (node: Node) => string>> = {
  'microsoft.authorization/roleassignments': ({ declared: { body } }) =>
    `role ${last(at(body, 'properties.roleDefinitionId'))} for ${textOf(at(body, 'properties.principalId')) ?? 'somebody'}`,
  'microsoft.authorization/locks': ({ declared: { body } }) => `lock ${textOf(at(body, 'properties.level')) ?? ''}`,
  'microsoft.authorization/policyassignments': ({ declared: { body } }) =>
    `policy ${last(at(body, 'properties.policyDefinitionId'))}`,
  'microsoft.insights/diagnosticsettings': () => 'diagnostic settings',
  'microsoft.insights/metricalerts': ({ name }) => `alert ${name}`,
  'microsoft.insights/autoscalesettings': () => 'autoscale settings',
  'microsoft.network/privateendpoints': () => 'private endpoint',
}

/** Parts of a resource whose names say what they are: rules, secrets, certificates, configurations. */
const parts =
  /\/(secrets|keys|certificates|firewallrules|virtualnetworkrules|configurations|accesspolicies|networkrulesets|authorizationrules)$/

/**
 * What is said of a resource by others: roles, locks, policies, network rules, private endpoints, diagnostics, alerts, and
 * which secrets and certificates it has. Each in a few words, sorted.
 */
export function attachments(world: World): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>()
  const add = (key: string, words: string) => found.set(key, (found.get(key) ?? new Set()).add(words))
  for (const node of world.nodes) {
    const tells = told[node.type]
    if (tells) for (const target of targetsOf(node, world)) add(target.key, tells(node))
    if (!parts.test(node.type)) continue
    const parent = world.find(`/providers/${pathOf(node)}`, node)
    if (parent)
      add(parent.key, `${node.type.slice(node.type.lastIndexOf('/') + 1)} ${node.name.split('/').at(-1) ?? ''}`)
  }
  return new Map([...found].map(([key, words]) => [key, [...words].sort()]))
}

/** The resources of which it says something: by its scope, by what it names, or by where its id stands. */
function targetsOf({ declared: { body, address } }: Node, world: World): readonly Node[] {
  const properties = valueOf(body, 'properties')
  const id = textOf(valueOf(body, 'id')) ?? address
  const around = id.toLowerCase().lastIndexOf('/providers/')
  const mentions: ReadonlyArray<Value | undefined> = [
    valueOf(body, 'scope'),
    at(properties, 'scope'),
    at(properties, 'targetResourceUri'),
    at(properties, 'target_resource_id'),
    ...items(at(properties, 'scopes')),
    ...items(at(properties, 'privateLinkServiceConnections')).map((one) => at(one, 'properties.privateLinkServiceId')),
    around > 0 ? id.slice(0, around) : undefined,
  ]
  const nodes = mentions.flatMap((one) => (one === undefined || isObject(one) ? [] : (world.find(one) ?? [])))
  return [...new Set(nodes)]
}

/** The path of the resource around a part, as it stands behind `/providers/` in an id. */
function pathOf({ type, name }: Node): string {
  const [provider = '', ...kinds] = type.split('/').slice(0, -1)
  const names = name.split('/')
  return [provider, ...kinds.flatMap((kind, i) => [kind, names[i] ?? ''])].join('/')
}

function last(value: Value | undefined): string {
  const text = textOf(value) ?? ''
  return idParts(text)?.name.split('/').at(-1) ?? text
}
