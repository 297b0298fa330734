import { Unknown } from '#inventory'
import { plannedRegions, regionsOf, resourcesOf } from '../../matching.ts'
import type { Rule } from '../../rule.ts'

export const driftRegion: Rule = {
  code: 'drift-region',
  severity: 'error',
  title: 'A region of the plan has nothing deployed in it',
  why: 'The plan fails over to a region in which this component is not.',
  fix: 'Deploy it there, or take the region out of the component.',
  requirements: ['warm-standby.regions.c2', 'cold-standby.regions.c1'],
  deployed: `[
  { "type": "Microsoft.Web/sites", "name": "shop", "location": "eastus2" },
  { "type": "Microsoft.Web/sites", "name": "shop-reserve", "location": "centralus" }
]`,
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] } # ERROR: "shop" is planned in region "west" (centralus), and deployed in eastus2.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], resources: [shop, shop-reserve] }
`,
  check({ inventory, components, plan, at }, report, seen, { unsure }) {
    if (!inventory) return
    for (const [id, component] of components) {
      const resources = resourcesOf(inventory, plan, id, component)
      const deployed = regionsOf(resources)
      if (resources.length === 0 || deployed.length === 0) continue
      seen()
      const known = deployed.filter((one) => typeof one === 'string')
      const unknown = deployed.find((one) => one instanceof Unknown)
      for (const [name, location] of plannedRegions(plan, component)) {
        if (known.includes(location)) continue
        const what = `"${id}" is planned in region "${name}" (${location}), and deployed in ${known.join(' and ') || 'a region'}`
        if (unknown instanceof Unknown) unsure(at(component), `${what} that is not known: ${unknown.why}.`)
        else report(at(component), `${what}.`)
      }
    }
  },
}
