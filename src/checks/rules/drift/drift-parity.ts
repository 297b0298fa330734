import { type Difference, differences, type Resource } from '#inventory'
import { shown } from '../../deployed/where.ts'
import { plannedRegions, resourcesOf } from '../../matching.ts'
import type { Rule } from '../../rule.ts'
import { once, sidesOf } from '../../sides.ts'

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
  check({ inventory, components, plan, at }, report, seen, { unsure }) {
    if (!inventory) return
    for (const [id, component] of components) {
      const own = once(resourcesOf(inventory, plan, id, component))
      for (const { here, there } of sidesOf(own, plannedRegions(plan, component))) {
        const [one, ...others] = here
        const [other, ...more] = there
        if (one === undefined || other === undefined) continue
        seen()
        if (others.length + more.length > 0) {
          const [these, those] = [here, there].map((all) => all.map(({ name }) => name).join(', '))
          unsure(
            at(component),
            `Which of ${those} in ${placed(other)} is the other side of ${others.length > 0 ? 'each of ' : ''}${these} in ${placed(one)} is not told.`,
            `Name one of each side under \`resources\` of "${id}", or the others as components of their own.`,
          )
          continue
        }
        for (const difference of differences(one, other)) {
          const { path } = difference
          if (component.mayDiffer?.some((allowed) => path === allowed.in || path.startsWith(`${allowed.in}.`))) continue
          report(at(component), `"${id}" ${worded(difference, placed(one), placed(other))}.`)
        }
      }
    }
  },
}

function worded({ path, values }: Difference, one: string, other: string): string {
  return values
    ? `is ${path} ${values[0]} in ${one} and ${values[1]} in ${other}`
    : `differs in ${path} between ${one} and ${other}`
}

function placed({ region, source }: Resource): string {
  return `${shown(region)} (${source.file}:${source.line})`
}
