import { differences, type Resource } from '#inventory'
import { shown } from '../../deployed/where.ts'
import { plannedRegions, resourcesOf } from '../../matching.ts'
import type { Rule } from '../../rule.ts'

export const driftParity: Rule = {
  code: 'drift-parity',
  severity: 'warning',
  title: 'Primary and standby are not alike',
  why: 'What differs between them is what fails on the day: a size that does not carry the load, a version, a setting that only one side has.',
  fix: 'Make them alike, or say under `mayDiffer` what may differ, and why.',
  requirements: ['muster.parity', 'warm-standby.security.c2', 'cold-standby.regions.c2'],
  deployed: `[
  { "type": "Microsoft.Cache/redis", "name": "baskets-east", "location": "eastus2", "sku": { "name": "Premium" }, "properties": { "redisVersion": "6" } },
  { "type": "Microsoft.Cache/redis", "name": "baskets-west", "location": "centralus", "sku": { "name": "Standard" }, "properties": { "redisVersion": "6" } }
]`,
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  baskets: # WARNING: "baskets" is sku.name Premium in eastus2 (main.json:2) and Standard in centralus (main.json:3).
    type: cache
    strategy: warm-standby
    active: [east]
    standby: [west]
    resources: [baskets-east, baskets-west]
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  baskets:
    type: cache
    strategy: warm-standby
    active: [east]
    standby: [west]
    resources: [baskets-east, baskets-west]
    mayDiffer: [{ in: sku, because: A reserve for an hour needs no replica of its own }]
`,
  check({ inventory, components, plan, at }, report, seen) {
    if (!inventory) return
    for (const [id, component] of components) {
      const regions = plannedRegions(plan, component).map(([, location]) => location)
      const own = resourcesOf(inventory, plan, id, component)
      for (const [one, other] of pairsOf(own, regions)) {
        seen()
        for (const { path, first, second } of differences(one, other)) {
          if (component.mayDiffer?.some((allowed) => path === allowed.in || path.startsWith(`${allowed.in}.`))) continue
          const where = ({ region, source }: Resource) => `${shown(region)} (${source.file}:${source.line})`
          report(at(component), `"${id}" is ${path} ${first} in ${where(one)} and ${second} in ${where(other)}.`)
        }
      }
    }
  },
}

/** Each resource of the first region with the one of its type in every other. Where several could be meant, none is. */
function pairsOf(
  resources: readonly Resource[],
  regions: readonly string[],
): ReadonlyArray<readonly [Resource, Resource]> {
  const [primary, ...others] = regions
  return resources.flatMap((one) => {
    if (one.region !== primary) return []
    const alike = (region: string) => resources.filter((other) => other.type === one.type && other.region === region)
    if (alike(primary).length > 1) return []
    return others.flatMap((region) => {
      const [other, ...more] = alike(region)
      return other && more.length === 0 ? [[one, other] as const] : []
    })
  })
}
