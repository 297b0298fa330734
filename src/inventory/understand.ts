import { byPlace, type Problem } from '#diagnostics'
import { attachments } from './attached.ts'
import { cyclesIn } from './cycles.ts'
import type { Imported } from './importer.ts'
import type { Inventory, Link, Resource } from './resource.ts'
import { beyond, limits } from './limits.ts'
import { declaredWithoutSecrets, problemsWithoutSecrets } from './secrets.ts'
import { troubled } from './trouble.ts'
import { resourceTypes } from './types/index.ts'
import type { Reading } from './types/type.ts'
import { textOf, Unknown } from './value.ts'
import { idParts, type Node, type World, worldOf } from './world.ts'

/**
 * What is there, from what was declared: every declared resource is in it, in the order of the input, whether its type is
 * known or not.
 */
export function understand(read: Imported): Inventory {
  const imported = { ...read, declared: read.declared.map(declaredWithoutSecrets) }
  for (const { type, name } of imported.declared) {
    const length = textOf(name)?.length ?? 0
    if (type.length > limits.type) beyond(`A type of resource has ${type.length} characters`, limits.type)
    if (length > limits.name) beyond(`The name of a resource has ${length} characters`, limits.name)
  }
  const world = worldOf(imported)
  const found: Problem[] = [...imported.problems]
  const taken = new Map<string, number>()
  const attached = attachments(world)
  const resources = world.nodes.map((node) => resourceOf(node, world, attached, taken, found))
  found.push(...unknownTypes(world.nodes), ...unknownRegions(world.nodes), ...waiting(world))
  const { objectives = [], steps = [] } = imported
  return { resources, objectives, steps, problems: problemsWithoutSecrets(found.sort(byPlace)) }
}

function resourceOf(
  node: Node,
  world: World,
  attached: ReadonlyMap<string, readonly string[]>,
  taken: Map<string, number>,
  problems: Problem[],
): Resource {
  const { declared } = node
  const known = resourceTypes.get(node.type)
  const reading: Reading = known?.read?.(node, world) ?? {}
  const { mentions = [], problems: own = [], ...facts } = reading
  problems.push(...own)
  const links = linksOf(node, mentions, world)
  problems.push(...dangling(node, links, world))
  const count = (taken.get(node.key) ?? 0) + 1
  taken.set(node.key, count)
  return {
    id: count === 1 ? node.key : `${node.key}#${count}`,
    type: known?.type ?? declared.type,
    name: textOf(declared.name) ?? '',
    address: declared.address,
    region: node.region,
    understood: known !== undefined,
    ...(known?.component !== undefined && { component: known.component }),
    ...facts,
    links,
    attached: attached.get(node.key) ?? [],
    ...(declared.doubt && { doubt: declared.doubt }),
    ...(declared.existing === true && { existing: true }),
    source: declared.place,
    body: declared.body,
  }
}

function linksOf(node: Node, mentions: ReadonlyArray<readonly [string, string]>, world: World): readonly Link[] {
  const waits = node.declared.dependsOn.map((one) => ['dependsOn', textOf(one) ?? ''] as const)
  const links = new Map<string, Link>()
  for (const [by, mention] of [...mentions, ...waits]) {
    if (mention === '') continue
    const found = world.find(mention)
    const to = found?.key ?? mention
    const key = `${by} ${to}`
    if (!links.has(key) && found !== node) links.set(key, { to, here: found !== undefined, by })
  }
  return [...links.values()]
}

/** Ids that nothing here has. A name alone may be that of a loop, and is not told of. */
function dangling(node: Node, links: readonly Link[], world: World): readonly Problem[] {
  const { place, address } = node.declared
  const gone = links.filter(({ here, to }) => !here && idParts(to) !== undefined && !world.skipped(to))
  const told = (by: (link: Link) => boolean) =>
    gone.filter(by).map((link) => `${idParts(link.to)?.type ?? ''} ${idParts(link.to)?.name ?? ''} (${link.by})`)
  const [waits, others] = [told(({ by }) => by === 'dependsOn'), told(({ by }) => by !== 'dependsOn')]
  return [
    ...(waits.length > 0
      ? [troubled('reference-dangling', place, `${address} waits for what is not declared here: ${waits.join(', ')}.`)]
      : []),
    ...(others.length > 0
      ? [troubled('reference-outside', place, `${address} refers to what is not declared here: ${others.join(', ')}.`)]
      : []),
  ]
}

/** Why regions are unknown: each reason once, with how many resources it leaves without one. */
function unknownRegions(nodes: readonly Node[]): readonly Problem[] {
  const reasons = new Map<string, { readonly node: Node; count: number }>()
  for (const node of nodes) {
    if (!(node.region instanceof Unknown) || !resourceTypes.has(node.type) || node.type.split('/').length > 2) continue
    const there = reasons.get(node.region.why)
    if (there) there.count++
    else reasons.set(node.region.why, { node, count: 1 })
  }
  return [...reasons].map(([why, { node, count }]) => {
    const others = count === 1 ? '' : ` The same holds for ${count - 1} more.`
    return troubled(
      'location-unknown',
      node.declared.place,
      `The region of ${node.declared.address} is unknown: ${why}.${others}`,
    )
  })
}

function unknownTypes(nodes: readonly Node[]): readonly Problem[] {
  const first = new Map<string, { readonly node: Node; count: number }>()
  for (const node of nodes) {
    if (resourceTypes.has(node.type)) continue
    const there = first.get(node.type)
    if (there) there.count++
    else first.set(node.type, { node, count: 1 })
  }
  return [...first.values()].map(({ node: { declared }, count }) =>
    troubled(
      'type-unknown',
      declared.place,
      `${declared.type === '' ? 'Something without a type' : declared.type} is unknown to Muster; the input has ${count} of it.`,
    ),
  )
}

/** Resources that wait for each other. */
function waiting(world: World): readonly Problem[] {
  const byKey = new Map(world.nodes.map((node) => [node.key, node]))
  const edges = new Map(
    world.nodes.map(({ key, declared }) => [key, declared.dependsOn.flatMap((one) => world.find(one)?.key ?? [])]),
  )
  return cyclesIn(edges).flatMap((cycle) => {
    const [first, ...others] = cycle.flatMap((key) => byKey.get(key)?.declared ?? [])
    if (!first) return []
    const names = [first, ...others].map(({ address }) => address)
    const what =
      others.length === 0 ? `${first.address} waits for itself.` : `${names.join(' and ')} wait for each other.`
    return [troubled('dependency-circular', first.place, what)]
  })
}
