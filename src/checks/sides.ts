import { at, type Resource } from '#inventory'
import { shown } from './deployed/where.ts'

/** Each resource once, though several inputs tell of it; two of one name are told apart by their region, or by their ids. */
export function once(resources: readonly Resource[]): readonly Resource[] {
  const kept = new Map<string, Resource[]>()
  for (const one of resources) {
    const key = `${one.id.replace(/#\d+$/, '')} ${shown(one.region)}`
    const there = kept.get(key) ?? []
    kept.set(key, there)
    const id = ownId(one)
    const same = there.some((other) => id === undefined || ownId(other) === undefined || ownId(other) === id)
    if (!same) there.push(one)
  }
  return [...kept.values()].flat()
}

function ownId({ body }: Resource): string | undefined {
  const id = at(body, 'id')
  return typeof id === 'string' ? id.toLowerCase() : undefined
}

/** What may be the two sides of one thing: one of each where that is told, or all of a type among which it is not. */
export interface Sides {
  readonly here: readonly Resource[]
  readonly there: readonly Resource[]
}

/** The resources of the first region with those of their type in every other; of several, those of one name belong together. */
export function sidesOf(
  resources: readonly Resource[],
  regions: ReadonlyArray<readonly [name: string, location: string]>,
): readonly Sides[] {
  const [primary, ...others] = regions
  if (!primary) return []
  const alike = (type: string, location: string) =>
    resources.filter((one) => one.type === type && one.region === location)
  return [...new Set(resources.map(({ type }) => type))].flatMap((type) =>
    others.flatMap(([, location]) =>
      paired(alike(type, primary[1]), alike(type, location), (one) => bare(one, regions)),
    ),
  )
}

function paired(
  here: readonly Resource[],
  there: readonly Resource[],
  called: (one: Resource) => string,
): readonly Sides[] {
  if (here.length <= 1 && there.length <= 1) return [{ here, there }]
  const of = (all: readonly Resource[], one: Resource) => all.filter((other) => called(other) === called(one))
  const pairs = here.filter((one) => of(here, one).length === 1 && of(there, one).length === 1)
  const left = (all: readonly Resource[]) => all.filter((one) => of(pairs, one).length === 0)
  return [...pairs.map((one) => ({ here: [one], there: of(there, one) })), { here: left(here), there: left(there) }]
}

/** The last word of a name without that of a region. */
function bare({ name }: Resource, regions: ReadonlyArray<readonly [name: string, location: string]>): string {
  let text = name.slice(name.lastIndexOf('/') + 1).toLowerCase()
  for (const word of regions.flat().sort((a, b) => b.length - a.length)) text = text.replaceAll(word.toLowerCase(), '')
  return text.replaceAll(/[^a-z0-9]/g, '')
}
