import { type Inventory, type Resource, Unknown } from '#inventory'
import type { Component, Plan } from '#plan'

/** Words without what tools put between them, so that `orders-db`, `OrdersDb` and `orders_db` are one. */
function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}

/** Words that tell one side of a component from the other, beside the names of the regions. */
const sides = ['primary', 'secondary', 'standby', 'replica', 'copy', 'dr']

/** Whether a name is that of a component, or of one of its sides: `orders-db-west` is a side of `orders-db`. */
function isCalled(name: string, id: string, regions: ReadonlySet<string>): boolean {
  const wanted = wordsOf(id).join('')
  const words = wordsOf(name)
  const without = words.filter((word) => !regions.has(word) && !sides.includes(word))
  return words.join('') === wanted || (without.length > 0 && without.join('') === wanted)
}

/** Every name by which a resource may be meant: id, address, name, and the last word of each. */
function namesOf({ id, address, name }: Resource): readonly string[] {
  const last = (text: string) => text.split(/[/. |]/).at(-1) ?? text
  return [id, address, name, last(name), last(address.replace(/\[[^\]]*\]$/, ''))].map((one) =>
    one.replaceAll(/\p{C}+/gu, ' '),
  )
}

/**
 * The resources that a component is made of: those that the plan names, or else those that have its name, or that of a
 * side of it, and are of its kind. Nothing is matched by kind alone.
 */
export function resourcesOf(
  inventory: Inventory,
  plan: Plan,
  id: string,
  { type, resources: named }: Component,
): readonly Resource[] {
  const all = inventory.resources.filter(({ component, understood }) => component !== undefined || understood)
  if (named) {
    const wanted = named.map((one) => one.toLowerCase())
    return all.filter((one) => namesOf(one).some((name) => wanted.includes(name.toLowerCase())))
  }
  const regions = new Set(
    Object.entries(plan.regions).flatMap(([name, { location }]) => [name, location.toLowerCase()]),
  )
  return all.filter((one) => one.component === type && namesOf(one).some((name) => isCalled(name, id, regions)))
}

/** The regions in which resources lie or keep copies, each once; those beside the regions are left out. */
export function regionsOf(resources: readonly Resource[]): ReadonlyArray<string | Unknown> {
  const all = resources.flatMap(({ region, redundancy, replication }) => [
    region,
    ...(redundancy?.regions ?? []),
    ...(replication?.regions ?? []),
  ])
  const known = [...new Set(all.filter((one) => typeof one === 'string' && one !== 'global'))]
  const unknown = all.find((one) => one instanceof Unknown)
  return unknown === undefined ? known : [...known, unknown]
}

/** The regions of a component as a provider calls them, by the names that the plan has for them. */
export function plannedRegions(
  plan: Plan,
  { active = [], standby = [] }: Component,
): ReadonlyArray<readonly [name: string, location: string]> {
  return [...active, ...standby].flatMap((name) => {
    const location = plan.regions[name]?.location
    return location === undefined ? [] : [[name, location.toLowerCase().replaceAll(/[\s_-]/g, '')] as const]
  })
}
