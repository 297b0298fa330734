import { type Backend, type Inventory, type Pool, regionOf, type Resource, Unknown } from '#inventory'

/** A value as people read it; one that is unknown by its words and its reason. */
export function shown(value: string | number | boolean | Unknown): string {
  return value instanceof Unknown ? `unknown (${value.why})` : String(value)
}

/** Regions as people read them, each once. */
export function shownRegions(regions: ReadonlyArray<string | Unknown>): string {
  const known = [...new Set(regions.filter((one) => typeof one === 'string'))]
  const unknown = regions.find((one) => one instanceof Unknown)
  return [...known, ...(unknown instanceof Unknown ? [shown(unknown)] : [])].join(' and ')
}

/** Resources that are made here, and not only referred to. */
export function made(inventory: Inventory): readonly Resource[] {
  return inventory.resources.filter(({ existing }) => existing !== true)
}

/** Every pool that clients are sent to, or may be, with the resource that sends them; for each its backends that serve. */
export function pools(
  inventory: Inventory,
): ReadonlyArray<{ readonly resource: Resource; readonly pool: Pool; readonly serving: readonly Backend[] | Unknown }> {
  return made(inventory).flatMap((resource) =>
    (resource.routing?.pools ?? []).map((pool) => ({
      resource,
      pool,
      serving:
        pool.backends instanceof Unknown ? pool.backends : pool.backends.filter(({ enabled }) => enabled !== false),
    })),
  )
}

/** A resource with its pool, where it has more than one. */
export function nameOf(resource: Resource, pool: Pool): string {
  return (resource.routing?.pools.length ?? 0) > 1 ? `Pool ${pool.name} of ${resource.address}` : resource.address
}

/**
 * Whether some regions are known to be at least two; undefined where that cannot be told. What lies beside the regions is
 * in none that is known.
 */
export function several(regions: ReadonlyArray<string | Unknown>): boolean | undefined {
  const known = new Set(regions.filter((one) => typeof one === 'string' && one !== 'global'))
  if (known.size > 1) return true
  const unknown = regions.some((one) => one instanceof Unknown || one === 'global')
  return unknown && regions.length > 1 ? undefined : false
}

/** For the id of a resource, whether its data is copied to another region; undefined where that cannot be told. */
export function copies(all: readonly Resource[]): (id: string) => boolean | undefined {
  const found = new Map<string, boolean | undefined>()
  for (const { replication, redundancy, doubt } of all) {
    if (replication?.covers !== 'data') continue
    const reaches = several(replication.regions)
    // A copy below it that may not be there leaves it unknown how far it reaches.
    const unsure = doubt ?? (replication.kind === 'geo-replication' && redundancy?.across instanceof Unknown)
    const answer = reaches === true && unsure ? undefined : reaches
    for (const id of replication.between) {
      const before = found.has(id) ? found.get(id) : false
      found.set(id, before === true || answer === true ? true : before === undefined ? undefined : answer)
    }
  }
  return (id) => (found.has(id) ? found.get(id) : false)
}

/**
 * For a resource, whether another that a plan calls the same lies in another region, which may hold the same; undefined
 * where that cannot be told.
 */
export function others(all: readonly Resource[]): (own: Resource) => boolean | undefined {
  const places = new Map<string, Set<string | Unknown>>()
  for (const { component, region } of all)
    if (component !== undefined) places.set(component, (places.get(component) ?? new Set()).add(region))
  const counts = new Map<string, number>()
  for (const { component = '', region } of all)
    if (region instanceof Unknown) counts.set(component, (counts.get(component) ?? 0) + 1)
  return ({ component = '', region }) => {
    const known = [...(places.get(component) ?? [])].filter((one) => typeof one === 'string')
    const unknown = counts.get(component) ?? 0
    if (region instanceof Unknown) return known.length > 0 || unknown > 1 ? undefined : false
    return known.some((one) => one !== region) ? true : unknown > 0 ? undefined : false
  }
}

/** What a plan calls what computes. */
const computes = ['web-service', 'vm', 'scale-set', 'kubernetes', 'batch']

/** Words that tell one side of something from the other. */
const sides = new Set([
  ...['primary', 'secondary', 'standby', 'replica', 'copy', 'dr', 'active', 'passive', 'main', 'failover', 'region'],
  ...['east', 'west', 'north', 'south', 'central', 'us', 'europe', 'asia', 'uk'],
  ...['eus', 'wus', 'cus', 'ncus', 'scus', 'weu', 'neu', 'sea', 'uks', 'ukw', 'one', 'two', 'a', 'b'],
])

/** The name of a resource without what tells one side of it from the other; undefined where not all of it is known. */
function stemOf({ name, region }: Resource): string | undefined {
  if (name.includes('{')) return undefined
  const spelled = typeof region === 'string' ? name.toLowerCase().replaceAll(region, '-') : name
  return spelled
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '' && !sides.has(word) && regionOf(word) instanceof Unknown)
    .join('-')
}

/** Compute in more than one region: whether it is the same that stands in each, or whether that cannot be told. */
export interface Spread {
  readonly regions: readonly string[]
  readonly sure: boolean
}

/**
 * The regions in which the same compute stands: resources of one kind and one name but for the words of their side, or
 * what one routing sends clients to. Undefined where there is compute in one region alone.
 */
export function spreadOf(inventory: Inventory): Spread | undefined {
  const found = made(inventory).filter(({ component }) => component !== undefined && computes.includes(component))
  const regionsIn = (some: readonly Resource[]) => [
    ...new Set(some.flatMap(({ region }) => (typeof region === 'string' && region !== 'global' ? [region] : []))),
  ]
  const every = regionsIn(found)
  if (every.length < 2) return undefined
  const groups = new Map<string, Resource[]>()
  for (const one of found) {
    const stem = stemOf(one)
    if (stem === undefined) continue
    const key = `${one.component ?? ''} ${stem}`
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  const routed = pools(inventory).map(({ serving }) => {
    const behind = new Set((serving instanceof Unknown ? [] : serving).flatMap(regionsOf))
    return every.filter((one) => behind.has(one))
  })
  const same = [...[...groups.values()].map(regionsIn), ...routed].filter((regions) => regions.length > 1)
  return same.length > 0
    ? { regions: every.filter((one) => same.some((regions) => regions.includes(one))), sure: true }
    : { regions: every, sure: false }
}

/** All regions that a backend leads to. */
export function regionsOf({ region, regions }: Backend): ReadonlyArray<string | Unknown> {
  return regions ?? [region]
}

/** Ids of profiles that another profile leads to: what stands behind one of them is judged with the other. */
export function behindOthers(inventory: Inventory): ReadonlySet<string> {
  return new Set(
    made(inventory).flatMap(({ routing, links }) =>
      routing ? links.flatMap(({ to, here, by }) => (here && by === 'endpoints' ? [to] : [])) : [],
    ),
  )
}

/** Whether a type keeps backups and nothing else, or is a setting of what does. */
export function isVault(type: string): boolean {
  return /^microsoft\.(recoveryservices\/vaults(\/backup(storage)?config)?|dataprotection\/backupvaults)$/i.test(type)
}

/** Whether it is a setting of a vault that is here too, with which it is judged. */
export function settingOfVault({ type, name }: Resource, all: readonly Resource[]): boolean {
  if (!/\/backup(storage)?config$/i.test(type)) return false
  const [vault = ''] = name.toLowerCase().split('/')
  return all.some((one) => /\/vaults$/i.test(one.type) && isVault(one.type) && one.name.toLowerCase() === vault)
}
