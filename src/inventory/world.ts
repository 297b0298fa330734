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
  /** The same for every mention of the resource, and of no other. */
  readonly key: string
  /** Subscription and resource group, as far as they are said. */
  readonly within: string | undefined
  readonly region: string | Unknown
}

/** Everything that was declared together. */
export interface World {
  readonly nodes: readonly Node[]
  /**
   * What an id, an address or a name means; undefined where nothing that was declared has it, or several have.
   * @param near whose group is meant where the mention names none
   */
  readonly find: (mention: Value | undefined, near?: Node) => Node | undefined
  /** What stands directly below a resource, by the last word of its type in lower case. */
  readonly children: (node: Node, type: string) => readonly Node[]
  /** All of a type, in lower case. */
  readonly all: (type: string) => readonly Node[]
  /** Whether a mention is of something that is declared and will not be made. */
  readonly skipped: (mention: string) => boolean
}

/** What an id of Resource Manager says. */
export interface IdParts {
  readonly type: string
  readonly name: string
  /** Subscription and resource group; absent where the id has none. */
  readonly within?: string
}

/** What stands in an id of Resource Manager, in lower case; undefined where a text is no id. */
export function idParts(id: string): IdParts | undefined {
  const start = id.toLowerCase().lastIndexOf('/providers/')
  if (start < 0) return undefined
  const [provider, ...rest] = id
    .slice(start + '/providers/'.length)
    .split('/')
    .filter((one) => one !== '')
  if (provider === undefined || rest.length < 2) return undefined
  const kinds = rest.filter((_, i) => i % 2 === 0)
  const names = rest.filter((_, i) => i % 2 === 1)
  const within = withinOf(id)
  return {
    type: [provider, ...kinds].join('/').toLowerCase(),
    name: names.join('/').toLowerCase(),
    ...(within !== undefined && { within }),
  }
}

/** Subscription and resource group of an id, in lower case. */
function withinOf(id: string): string | undefined {
  const [, subscription, group] = /\/subscriptions\/([^/]+)\/resourcegroups\/([^/]+)/i.exec(id) ?? []
  return subscription === undefined || group === undefined ? undefined : `${subscription}/${group}`.toLowerCase()
}

/** Connects what was declared. */
export function worldOf({ declared, skipped = [] }: Pick<Imported, 'declared' | 'skipped'>): World {
  const left = new Set(skipped.map(([type, name]) => keyOf(type, name)))
  const bases = new Map<string, Declared[]>()
  for (const one of declared) push(bases, keyOf(one.type, textOf(one.name) ?? ''), one)
  const nodes = declared.map((one) => nodeOf(one, bases))
  const byBase = new Map<string, Node[]>()
  const byWord = new Map<string, Node>()
  const byType = new Map<string, Node[]>()
  const below = new Map<string, Node[]>()
  for (const node of nodes) {
    push(byBase, keyOf(node.type, node.name), node)
    const id = textOf(bodyId(node.declared))
    for (const word of [node.declared.address, node.name, id ?? node.name]) {
      const lower = word.toLowerCase()
      if (!byWord.has(lower)) byWord.set(lower, node)
    }
    push(byType, node.type, node)
    const parent = parentBase(node)
    if (parent !== undefined) push(below, `${parent}>${node.type.slice(node.type.lastIndexOf('/') + 1)}`, node)
  }
  return {
    nodes,
    find: (mention, near) => {
      const text = textOf(mention)
      if (text === undefined || text === '') return undefined
      const parts = idParts(text)
      return (
        (parts && among(byBase.get(keyOf(parts.type, parts.name)), parts.within ?? near?.within)) ??
        byWord.get(text.toLowerCase())
      )
    },
    children: (node, type) => {
      const all = below.get(`${keyOf(node.type, node.name)}>${type}`) ?? []
      const alone = (byBase.get(keyOf(node.type, node.name))?.length ?? 0) < 2
      return alone ? all : all.filter(({ within }) => within === node.within)
    },
    all: (type) => byType.get(type) ?? [],
    skipped: (mention) => {
      const parts = idParts(mention)
      return parts !== undefined && left.has(keyOf(parts.type, parts.name))
    },
  }
}

/**
 * The one that is meant among those of one type and name: that of the same group. Where the only one lies in another group,
 * something else is meant, which is not here; where several could be meant, none is.
 */
function among(nodes: readonly Node[] | undefined, within: string | undefined): Node | undefined {
  if (!nodes) return undefined
  const [first, ...others] = nodes
  const own = nodes.find((one) => one.within === within)
  if (own) return own
  if (!first || others.some((one) => one.within !== first.within)) return undefined
  const apart =
    within !== undefined && first.within !== undefined && ![within, first.within].some((one) => one.includes('{'))
  return apart ? undefined : first
}

function nodeOf(declared: Declared, bases: ReadonlyMap<string, readonly Declared[]>): Node {
  const name = (textOf(declared.name) ?? '').toLowerCase()
  const type = declared.type.toLowerCase()
  const base = keyOf(type, name)
  const within = groupOf(declared)
  const several = new Set((bases.get(base) ?? []).map(groupOf)).size > 1
  const key = several ? `${base}@${within ?? '?'}` : base
  return { declared, type, name, key, within, region: regionIn(declared, bases) }
}

/** Where it is declared to lie, or where its id says. */
function groupOf(declared: Declared): string | undefined {
  return declared.within ?? withinOf(textOf(bodyId(declared)) ?? '')
}

/** A region of its own, or that of the resource around it. */
function regionIn(declared: Declared, bases: ReadonlyMap<string, readonly Declared[]>): string | Unknown {
  if (declared.location !== undefined && declared.location !== null) return regionOf(declared.location)
  const around = (type: string, name: string) => {
    const all = bases.get(keyOf(type, name)) ?? []
    return all.find((one) => groupOf(one) === groupOf(declared)) ?? (all.length === 1 ? all[0] : undefined)
  }
  let type = declared.type
  let name = textOf(declared.name) ?? ''
  while (type.split('/').length > 2 && name.includes('/')) {
    type = type.slice(0, type.lastIndexOf('/'))
    name = name.slice(0, name.lastIndexOf('/'))
    const parent = around(type, name)
    if (parent?.location !== undefined && parent.location !== null) return regionOf(parent.location)
  }
  const [provider = '', kind = ''] = declared.type.split('/')
  const root = around(`${provider}/${kind}`, (textOf(declared.name) ?? '').split('/')[0] ?? '')
  if (root?.location !== undefined && root !== declared) return regionOf(root.location)
  return withoutRegion.test(declared.type) ? global : new Unknown('the input names no region for it', '{region}')
}

/** Types that lie beside the regions, so that naming none is no gap. */
const withoutRegion =
  /^(random_|null_|terraform_|time_|tls_|local_|archive_|azuread_|http$|external$|azurerm_client_config|azurerm_subscription)|^microsoft\.(security|authorization|consumption|policyinsights|resources|network\/(trafficmanagerprofiles|frontdoors|dnszones|privatednszones)|cdn\/profiles|insights\/(diagnosticsettings|actiongroups|metricalerts|activitylogalerts))/i

function keyOf(type: string, name: string): string {
  return `${type.toLowerCase()}|${name.toLowerCase()}`
}

/** Type and name of the resource around one; undefined for one that stands alone. */
function parentBase({ type, name }: Node): string | undefined {
  if (type.split('/').length < 3 || !name.includes('/')) return undefined
  return keyOf(type.slice(0, type.lastIndexOf('/')), name.slice(0, name.lastIndexOf('/')))
}

function bodyId({ body }: Declared): Value | undefined {
  if (body instanceof Unknown || typeof body !== 'object' || body === null || Array.isArray(body)) return undefined
  return (body as Record<string, Value>)['id']
}

function push<T>(map: Map<string, T[]>, key: string, one: T): void {
  const there = map.get(key)
  if (there) there.push(one)
  else map.set(key, [one])
}
