import type { Declared } from '../importer.ts'
import { withoutSecrets } from '../secrets.ts'
import { isList, isObject, textOf, Unknown, type Value, valueOf } from '../value.ts'
import { Arguments, object } from './arguments.ts'
import { dataTranslations } from './data.ts'
import { otherTranslations } from './others.ts'
import type { TerraformResource } from './resource.ts'
import { trafficTranslations } from './traffic.ts'
import type { Translation } from './translation.ts'

const translations: ReadonlyMap<string, Translation> = new Map(
  Object.entries({ ...dataTranslations, ...trafficTranslations, ...otherTranslations }),
)

/** Resources of Terraform in the words of Resource Manager, so that one set of conclusions serves both. */
export function declareTerraform(resources: readonly TerraformResource[]): readonly Declared[] {
  const byAddress = new Map<string, TerraformResource>()
  for (const one of resources) {
    byAddress.set(one.address.toLowerCase(), one)
    const id = textOf(valueOf(one.values, 'id'))
    if (id !== undefined) byAddress.set(id.toLowerCase(), one)
  }
  const find = (mention: Value | undefined) => {
    const text = textOf(mention)?.toLowerCase()
    return text === undefined ? undefined : byAddress.get(text)
  }
  return resources.flatMap((one) => [declare(one, find), ...replicas(one, find)])
}

type Find = (mention: Value | undefined) => TerraformResource | undefined

function declare(resource: TerraformResource, find: Find): Declared {
  const { address, type, dependsOn, doubt, place, data } = resource
  const values = withoutSecrets(resource.values)
  const args = new Arguments(values)
  const rest = {
    address,
    dependsOn: [...dependsOn, ...references(values, address.slice(0, address.lastIndexOf(':') + 1), find)].filter(
      // What is unknown of a resource is written by its own address, and needs nothing but itself.
      (one) => textOf(one) !== address,
    ),
    place,
    ...(doubt && { doubt }),
    ...(data && { existing: true }),
  }
  if (type.startsWith('azapi_')) return { ...rest, ...azapi(args, resource, find) }
  const translation = translations.get(type)
  const location = args.get('location')
  return {
    ...rest,
    type: translation?.type ?? type,
    name: nameOf(resource, find),
    ...(location !== undefined && { location }),
    ...within(args),
    body: elsewhere(resource)
      ? new Unknown('it was made elsewhere, and is not described here', `{${address}}`)
      : object({
          ...(translation?.body?.(args) ?? { properties: values }),
          tags: args.get('tags'),
          id: args.get('id'),
          // Everything that was said, for a comparison of two sides; readers of types take the words of Resource Manager.
          arguments: values,
        }),
  }
}

/** The group that it is said to lie in; its id says more where it has one. */
function within(args: Arguments): Pick<Declared, 'within'> {
  const group = textOf(args.get('resource_group_name'))
  return group === undefined || typeof args.get('id') === 'string'
    ? {}
    : { within: `{subscription}/${group}`.toLowerCase() }
}

/** Whether something is only looked up, so that nothing of it is said, and what is left out is no default. */
function elsewhere({ data, values }: TerraformResource): boolean {
  return data && (valueOf(values, 'id') ?? null) === null
}

/** A name with those of the resources around it, as Resource Manager has it. */
function nameOf(resource: TerraformResource, find: Find, depth = 0): Value {
  const own = valueOf(resource.values, 'name') ?? undefined
  const name =
    own === undefined || own instanceof Unknown
      ? new Unknown('its name is known only when it is deployed', `{${resource.address}}`)
      : own
  const within = translations.get(resource.type)?.within
  if (within === undefined || depth > 4) return name
  const mention = valueOf(resource.values, within) ?? undefined
  const parent = find(mention)
  const around = parent ? nameOf(parent, find, depth + 1) : lastOf(mention)
  const text = `${textOf(around) ?? `{${within}}`}/${textOf(name) ?? ''}`
  const unknown = [around, name].find((one) => one instanceof Unknown)
  return unknown instanceof Unknown || around === undefined
    ? new Unknown(unknown instanceof Unknown ? unknown.why : `${within} is not said`, text)
    : text
}

/** The name in an id, or what stands in place of one. */
function lastOf(mention: Value | undefined): Value | undefined {
  if (typeof mention !== 'string') return mention
  return mention.includes('/') ? mention.slice(mention.lastIndexOf('/') + 1) : mention
}

function azapi(
  args: Arguments,
  resource: TerraformResource,
  find: Find,
): Pick<Declared, 'type' | 'name' | 'location' | 'body'> {
  const type = (textOf(args.get('type')) ?? resource.type).replace(/@.*$/, '')
  const said = args.get('body')
  const body = typeof said === 'string' ? parsed(said) : (said ?? null)
  const parent = find(args.get('parent_id'))
  const own = valueOf(resource.values, 'name') ?? undefined
  const name =
    own === undefined || own instanceof Unknown
      ? new Unknown('its name is known only when it is deployed', `{${resource.address}}`)
      : own
  const nested = type.split('/').length > 2 && parent !== undefined
  const location = args.get('location')
  return {
    type,
    name: nested ? `${textOf(nameOf(parent, find)) ?? ''}/${textOf(name) ?? ''}` : name,
    ...(location !== undefined && { location }),
    body: isObject(body)
      ? object({ ...body, tags: args.get('tags') })
      : object({ properties: body, tags: args.get('tags') }),
  }
}

function parsed(text: string): Value {
  try {
    return JSON.parse(text) as Value
  } catch {
    return new Unknown('its body is no JSON', '{body}')
  }
}

/** Copies of a registry that stand as blocks in it, as the resources that Resource Manager has of them. */
function replicas(resource: TerraformResource, find: Find): readonly Declared[] {
  if (resource.type !== 'azurerm_container_registry') return []
  const name = textOf(nameOf(resource, find)) ?? ''
  const args = new Arguments(resource.values)
  const unknown = args.get('georeplications')
  const type = 'Microsoft.ContainerRegistry/registries/replications'
  if (unknown instanceof Unknown) {
    // There may be one, or several, or none; what is concluded from the registry has to leave it open.
    const shown = { address: `${resource.address}.georeplications`, place: resource.place, dependsOn: [], body: null }
    return [{ ...shown, type, name: `${name}/${unknown.text.replaceAll('/', ':')}`, location: unknown, doubt: unknown }]
  }
  return args.blocks('georeplications').map((one, i): Declared => {
    const location = one.get('location')
    return {
      type,
      name: `${name}/${textOf(location) ?? String(i)}`,
      address: `${resource.address}.georeplications[${i}]`,
      ...(location !== undefined && { location }),
      body: one.values,
      dependsOn: [],
      place: resource.place,
    }
  })
}

/** An address in a text, apart from what a root of several has before it. */
const addressed =
  /(?:module\.[\w-]+(?:\[[^\]]*\])?\.)*(?:data\.)?\b(?:azurerm|azapi)_\w+\.[\w-]+(?:\[(?:\d+|"[^"]*")\])?/g

/** Addresses that stand in the values of a resource, which therefore needs what has them. */
function references(value: Value, root: string, find: Find, depth = 0): readonly Value[] {
  if (value instanceof Unknown) {
    if (!/(azurerm|azapi)_/.test(value.text)) return []
    const all = [...value.text.matchAll(addressed)].map(([address]) => `${root}${address}`)
    // How often a resource is made may be unknown, and then its address has no number.
    const here = all.flatMap((address) => [address, address.replace(/\[[^\]]*\]$/, '')].find((one) => find(one)) ?? [])
    return here.length === 0 && all[0] === value.text ? [value] : here
  }
  if (depth > 20) return []
  if (isList(value)) return value.flatMap((one) => references(one, root, find, depth + 1))
  return isObject(value) ? Object.values(value).flatMap((one) => references(one, root, find, depth + 1)) : []
}
