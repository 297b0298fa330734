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

/** Every name by which a resource may be meant: id, address, name, and the last word of each. */
function namesOf({ id, address, name }: Resource): readonly string[] {
  const last = (text: string) => text.split(/[/. |]/).at(-1) ?? text
  const all = [id, address, name, last(name), last(address.replace(/\[[^\]]*\]$/, ''))]
  return [...new Set(all.map((one) => one.replaceAll(/\p{C}+/gu, ' ')))]
}

/** The resources of an inventory, as a plan asks for them. */
interface Index {
  /** By every name, in lower case. */
  readonly named: ReadonlyMap<string, readonly Resource[]>
  /** By what a plan calls their kind, and by their name with and without what tells a side, folded. */
  readonly called: ReadonlyMap<string, readonly Resource[]>
}

const indexes = new WeakMap<Inventory, WeakMap<Plan, Index>>()

/** Built once for an inventory and a plan, whose regions are words that tell a side. */
function indexOf(inventory: Inventory, plan: Plan): Index {
  const own = indexes.get(inventory) ?? new WeakMap<Plan, Index>()
  indexes.set(inventory, own)
  const there = own.get(plan)
  if (there) return there
  const regions = new Set(
    Object.entries(plan.regions).flatMap(([name, { location }]) => [name, location.toLowerCase()]),
  )
  const named = new Map<string, Resource[]>()
  const called = new Map<string, Resource[]>()
  const add = (map: Map<string, Resource[]>, key: string, one: Resource) => {
    const all = map.get(key)
    if (!all) map.set(key, [one])
    else if (all.at(-1) !== one) all.push(one)
  }
  for (const one of inventory.resources) {
    if (one.component === undefined && !one.understood) continue
    const names = namesOf(one)
    for (const name of names) add(named, name.toLowerCase(), one)
    if (one.component === undefined) continue
    for (const name of names) {
      const words = wordsOf(name)
      add(called, `${one.component} ${words.join('')}`, one)
      const without = words.filter((word) => !regions.has(word) && !sides.includes(word))
      if (without.length > 0) add(called, `${one.component} ${without.join('')}`, one)
    }
  }
  const index = { named, called }
  own.set(plan, index)
  return index
}

/**
 * The resources that a component is made of: those that the plan names, or else those that have its name, or that of a
 * side of it, and are of its kind. Nothing is matched by kind alone. Where a name alone is that of several kinds, the
 * component's own is meant.
 */
export function resourcesOf(
  inventory: Inventory,
  plan: Plan,
  id: string,
  { type, resources }: Component,
): readonly Resource[] {
  const { named, called } = indexOf(inventory, plan)
  if (!resources) return [...new Set(called.get(`${type} ${wordsOf(id).join('')}`) ?? [])]
  const found = resources.flatMap((one) => {
    const all = named.get(one.toLowerCase()) ?? []
    const own = all.filter(({ component }) => component === type)
    return own.length > 0 ? own : all
  })
  return [...new Set(found)]
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
