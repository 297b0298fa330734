import type { Declared, Imported } from './importer.ts'
import { global, regionOf } from './regions.ts'
import { textOf, Unknown, type Value } from './value.ts'

/** A declared resource among the others. */
export interface Node {
  readonly declared: Declared
  /** Its type in lower case. */
  readonly type: string
  /** Its name with those of its parents, in lower case, or the words in place of one that is unknown. */
  readonly name: string
  /** The same for every mention of the resource. */
  readonly key: string
  readonly region: string | Unknown
}

/** Everything that was declared together. */
export interface World {
  readonly nodes: readonly Node[]
  /** What an id, an address or a name means; undefined where nothing that was declared has it. */
  readonly find: (mention: Value | undefined) => Node | undefined
  /** What stands directly below a resource, by the last word of its type in lower case. */
  readonly children: (node: Node, type: string) => readonly Node[]
  /** All of a type, in lower case. */
  readonly all: (type: string) => readonly Node[]
  /** Whether a mention is of something that is declared and will not be made. */
  readonly skipped: (mention: string) => boolean
}

/** Type and name in an id of Resource Manager, both in lower case; undefined where a text is no id. */
export function idParts(id: string): { readonly type: string; readonly name: string } | undefined {
  const start = id.toLowerCase().lastIndexOf('/providers/')
  if (start < 0) return undefined
  const [provider, ...rest] = id
    .slice(start + '/providers/'.length)
    .split('/')
    .filter((one) => one !== '')
  if (provider === undefined || rest.length < 2) return undefined
  const kinds = rest.filter((_, i) => i % 2 === 0)
  const names = rest.filter((_, i) => i % 2 === 1)
  return { type: [provider, ...kinds].join('/').toLowerCase(), name: names.join('/').toLowerCase() }
}

/** Connects what was declared. */
export function worldOf({ declared, skipped = [] }: Pick<Imported, 'declared' | 'skipped'>): World {
  const left = new Set(skipped.map(([type, name]) => keyOf(type, name)))
  const byKey = new Map<string, Node>()
  const byWord = new Map<string, Node>()
  const byType = new Map<string, Node[]>()
  const below = new Map<string, Node[]>()
  const parents = new Map<string, Declared>()
  for (const one of declared) parents.set(keyOf(one.type, textOf(one.name) ?? ''), one)
  const nodes = declared.map((one) => nodeOf(one, parents))
  for (const node of nodes) {
    if (!byKey.has(node.key)) byKey.set(node.key, node)
    const id = textOf(bodyId(node.declared))
    for (const word of [node.declared.address, node.name, id ?? node.name]) {
      const lower = word.toLowerCase()
      if (!byWord.has(lower)) byWord.set(lower, node)
    }
    push(byType, node.type, node)
    const parent = parentKey(node)
    if (parent !== undefined) push(below, `${parent}>${node.type.slice(node.type.lastIndexOf('/') + 1)}`, node)
  }
  return {
    nodes,
    find: (mention) => {
      const text = textOf(mention)
      if (text === undefined || text === '') return undefined
      const parts = idParts(text)
      return (parts && byKey.get(`${parts.type}|${parts.name}`)) ?? byWord.get(text.toLowerCase())
    },
    children: (node, type) => below.get(`${node.key}>${type}`) ?? [],
    all: (type) => byType.get(type) ?? [],
    skipped: (mention) => {
      const parts = idParts(mention)
      return parts !== undefined && left.has(keyOf(parts.type, parts.name))
    },
  }
}

function nodeOf(declared: Declared, parents: ReadonlyMap<string, Declared>): Node {
  const name = (textOf(declared.name) ?? '').toLowerCase()
  const type = declared.type.toLowerCase()
  return { declared, type, name, key: keyOf(type, name), region: regionIn(declared, parents) }
}

/** A region of its own, or that of the resource around it. */
function regionIn(declared: Declared, parents: ReadonlyMap<string, Declared>): string | Unknown {
  if (declared.location !== undefined && declared.location !== null) return regionOf(declared.location)
  let type = declared.type
  let name = textOf(declared.name) ?? ''
  while (type.split('/').length > 2 && name.includes('/')) {
    type = type.slice(0, type.lastIndexOf('/'))
    name = name.slice(0, name.lastIndexOf('/'))
    const parent = parents.get(keyOf(type, name))
    if (parent?.location !== undefined && parent.location !== null) return regionOf(parent.location)
  }
  const [provider = '', kind = ''] = declared.type.split('/')
  const root = parents.get(keyOf(`${provider}/${kind}`, (textOf(declared.name) ?? '').split('/')[0] ?? ''))
  if (root?.location !== undefined && root !== declared) return regionOf(root.location)
  return withoutRegion.test(declared.type) ? global : new Unknown('the input names no region for it', '{region}')
}

/** Types that lie beside the regions, so that naming none is no gap. */
const withoutRegion =
  /^(random_|null_|terraform_|time_|tls_|local_|archive_|azuread_|http$|external$|azurerm_client_config|azurerm_subscription)|^microsoft\.(security|authorization|consumption|policyinsights|resources|network\/(trafficmanagerprofiles|frontdoors|dnszones|privatednszones)|cdn\/profiles|insights\/(diagnosticsettings|actiongroups|metricalerts|activitylogalerts))/i

function keyOf(type: string, name: string): string {
  return `${type.toLowerCase()}|${name.toLowerCase()}`
}

/** The key of the resource around one; undefined for one that stands alone. */
function parentKey({ type, name }: Node): string | undefined {
  if (type.split('/').length < 3 || !name.includes('/')) return undefined
  return keyOf(type.slice(0, type.lastIndexOf('/')), name.slice(0, name.lastIndexOf('/')))
}

function bodyId({ body }: Declared): Value | undefined {
  if (body instanceof Unknown || typeof body !== 'object' || body === null || Array.isArray(body)) return undefined
  return (body as Record<string, Value>)['id']
}

function push(map: Map<string, Node[]>, key: string, node: Node): void {
  const there = map.get(key)
  if (there) there.push(node)
  else map.set(key, [node])
}
