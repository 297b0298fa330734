import { componentTypes, type StrategyName } from '#catalog'
import { type Inventory, type Resource, Unknown } from '#inventory'

/** A component of a first plan, as it was read off what is deployed. */
export interface Drafted {
  readonly id: string
  readonly type: string
  readonly strategy?: StrategyName
  readonly active: readonly string[]
  readonly standby: readonly string[]
  readonly needs: readonly string[]
  readonly resources: readonly Resource[]
  /** What could not be told, a sentence each. */
  readonly unknown: readonly string[]
}

/** What a first plan is made of. */
export interface Draft {
  /** The provider's names, the one in which most lies first. */
  readonly regions: readonly string[]
  readonly components: readonly Drafted[]
  /** What people do by a runbook that they have. */
  readonly steps: Inventory['steps']
  readonly unknown: readonly string[]
}

/** Words by which people tell one side from the other, and which are no part of what a thing is called. */
const sides =
  /^(primary|secondary|failover|standby|replica|copy|dr|east|west|north|south|central|eus2?|wus[23]?|weu|neu|uks|ukw)$/

/**
 * What a first plan can say of what is deployed: resources of one kind that belong together as one component, where each
 * serves, and what needs what. What is unknown is left out, and told.
 */
export function draftOf(inventory: Inventory): Draft {
  const parts = inventory.resources.filter(({ component, existing }) => component !== undefined && existing !== true)
  const groups = grouped(parts)
  const regions = regionsOf(parts)
  const ids = new Map<Resource, string>()
  const taken = new Set<string>()
  for (const group of groups) {
    const id = unused(nameOf(group), taken)
    for (const one of group) ids.set(one, id)
  }
  const byId = new Map(parts.map((one) => [one.id, one]))
  const components = groups.map((group) => drafted(group, ids, byId, inventory, regions))
  const unknown = [...new Set(parts.flatMap(({ region }) => (region instanceof Unknown ? [region.why] : [])))]
  return { regions, components, steps: inventory.steps, unknown }
}

/**
 * Resources that are sides of one thing: copies of each other, and of compute those of one type and, but for the side, one
 * name in different regions. Data that nobody copies is two things, however alike the names are.
 */
function grouped(parts: readonly Resource[]): ReadonlyArray<readonly Resource[]> {
  const groupOf = new Map<string, Resource[]>()
  const groups: Resource[][] = []
  for (const one of parts) {
    const copies = (one.replication?.between ?? []).map((id) => `copy ${one.type} ${id}`)
    const alike = islands(one) ? [] : [`alike ${one.type} ${stem(one)}`]
    const keys = [`copy ${one.type} ${one.id}`, ...copies, ...alike]
    const group = keys.map((key) => groupOf.get(key)).find((all) => all !== undefined && fits(one, all))
    const own = group ?? []
    if (!group) groups.push(own)
    own.push(one)
    for (const key of keys) if (!groupOf.has(key)) groupOf.set(key, own)
  }
  return groups
}

/** Whether two of its kind are two things unless one is a copy of the other; secrets are put into each vault by people. */
function islands({ component = '' }: Resource): boolean {
  return componentTypes[component]?.holdsData === true && component !== 'key-vault'
}

/** Whether a resource may be one more side: a copy, or where none of the others is. */
function fits(one: Resource, others: readonly Resource[]): boolean {
  const copies = others.some(
    ({ id, replication }) =>
      replication?.between.includes(one.id) === true || one.replication?.between.includes(id) === true,
  )
  return (
    copies ||
    others.every(({ region }) => region !== one.region && typeof region === 'string' && typeof one.region === 'string')
  )
}

/** The words of a name that do not tell a side or a region. */
function stem(resource: Resource): string {
  const own = typeof resource.region === 'string' ? resource.region : ''
  const words = wordsOf(resource).filter((word) => !sides.test(word) && word !== own)
  return words.join('-') || wordsOf(resource).join('-')
}

/** A name in words: that of Terraform's address where there is one, for a name is often made up there. */
function wordsOf({ address, name }: Resource): readonly string[] {
  const own = /^[\w.[\]"'-]*\b\w+_\w+\.([\w-]+)(\[[^\]]*\])?$/.exec(address)?.[1]
  const last = name.split('/').at(-1) ?? name
  return (own ?? last)
    .replaceAll(/\{[^}]*\}/g, ' ')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}

function nameOf(group: readonly Resource[]): string {
  const [first] = group
  if (!first) return 'component'
  const words = group.length > 1 ? stem(first) : wordsOf(first).join('-')
  const name = words.replace(/^[-0-9]+|-+$/g, '').slice(0, 40)
  return name === '' || name === 'main' || name === 'this' ? (first.component ?? 'component') : name
}

function unused(name: string, taken: Set<string>): string {
  let id = name
  for (let i = 2; taken.has(id); i++) id = `${name}-${i}`
  taken.add(id)
  return id
}

/** The regions in which a resource works or is kept, the one that serves first. */
function regionsHeld({ region, redundancy, replication }: Resource): ReadonlyArray<string | Unknown> {
  if (replication) return replication.regions
  return redundancy?.by === 'set' && redundancy.regions.length > 0 ? redundancy.regions : [region]
}

/** Those of them that are known, without what lies beside the regions. */
function named(regions: ReadonlyArray<string | Unknown>): readonly string[] {
  return regions.flatMap((one) => (typeof one === 'string' && one !== 'global' ? [one] : []))
}

/** Regions by where clients are sent first, then by how much serves in them on an ordinary day. */
function regionsOf(parts: readonly Resource[]): readonly string[] {
  const count = new Map<string, number>()
  for (const one of parts)
    named(regionsHeld(one)).forEach((region, i) => count.set(region, (count.get(region) ?? 0) + (i === 0 ? 1 : 0)))
  const first = new Map<string, number>()
  for (const { routing } of parts)
    for (const { backends } of routing?.pools ?? [])
      for (const { region, priority } of backends instanceof Unknown ? [] : backends)
        if (typeof region === 'string' && typeof priority === 'number')
          first.set(region, Math.min(first.get(region) ?? priority, priority))
  const rank = (region: string) => first.get(region) ?? Number.MAX_SAFE_INTEGER
  return [...count].sort(([a, m], [b, n]) => rank(a) - rank(b) || n - m || (a < b ? -1 : 1)).map(([region]) => region)
}

function drafted(
  group: readonly Resource[],
  ids: ReadonlyMap<Resource, string>,
  byId: ReadonlyMap<string, Resource>,
  inventory: Inventory,
  order: readonly string[],
): Drafted {
  const [first] = group as readonly [Resource]
  const type = first.component ?? ''
  const id = ids.get(first) ?? ''
  // What is copied from somewhere knows which side serves; what it is copied to does not.
  const sorted = group.toSorted((a, b) => Number(b.replication !== undefined) - Number(a.replication !== undefined))
  const held = sorted.flatMap(regionsHeld)
  const known = [...new Set(named(held))]
  const unknown = held.flatMap((one) => (one instanceof Unknown ? [one.why] : []))
  const writes = group.map(({ replication }) => replication?.writes).find((one) => one !== undefined)
  const data = componentTypes[type]?.holdsData === true
  const places = data ? known : known.toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
  const both = writes === 'many' || (!data && places.length > 1 && weighted(inventory))
  const needs = group.flatMap(({ links }) => links.flatMap(({ to }) => ids.get(byId.get(to) ?? first) ?? []))
  const restored = data && group.some(({ backup }) => backup !== undefined)
  const strategy =
    places.length > 1 ? (both ? 'active-active' : 'warm-standby') : restored ? 'backup-restore' : undefined
  return {
    id,
    type,
    ...(strategy !== undefined && componentTypes[type]?.scope === 'regional' && { strategy }),
    active: both ? places : places.slice(0, 1),
    standby: both ? [] : places.slice(1),
    needs: [...new Set(needs.filter((one) => one !== id))],
    resources: group,
    unknown: [...new Set(unknown)],
  }
}

/** Whether clients are sent to several regions at once. */
function weighted({ resources }: Inventory): boolean {
  return resources.some(
    ({ routing }) =>
      routing !== undefined &&
      typeof routing.method === 'string' &&
      /weighted|performance|latency/i.test(routing.method),
  )
}
