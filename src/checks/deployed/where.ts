import { type Backend, type Inventory, type Pool, type Resource, Unknown } from '#inventory'

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

/** Whether some regions are known to be at least two; undefined where that cannot be told. */
export function several(regions: ReadonlyArray<string | Unknown>): boolean | undefined {
  const known = new Set(regions.filter((one) => typeof one === 'string'))
  if (known.size > 1) return true
  return regions.some((one) => one instanceof Unknown) && regions.length > 1 ? undefined : false
}
