import { componentTypes } from '#catalog'
import { resourcesOf } from '../../matching.ts'
import type { Rule } from '../../rule.ts'

export const driftNotPlanned: Rule = {
  code: 'drift-not-planned',
  severity: 'warning',
  title: 'Something is deployed, and the plan does not know of it',
  why: 'Nobody recovers what no plan mentions, and what depends on it stays down.',
  fix: 'Add it as a component, or name it under `resources` of the one that it belongs to.',
  requirements: ['muster.parity', 'friction.shared'],
  deployed: `[
  { "type": "Microsoft.Web/sites", "name": "shop", "location": "eastus2" },
  { "type": "Microsoft.Storage/storageAccounts", "name": "pictures", "location": "eastus2", "sku": { "name": "Standard_GRS" } }
]`,
  bad: `
components: # WARNING: Microsoft.Storage/storageAccounts pictures (main.json:3) is an object-storage in eastus2, and no component is made of it.
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], resources: [shop, pictures] }
`,
  check({ inventory, components, plan, at }, report, seen) {
    if (!inventory) return
    const known = new Set(components.flatMap(([id, component]) => resourcesOf(inventory, plan, id, component)))
    for (const resource of inventory.resources) {
      const { component, address, region, source, existing } = resource
      if (component === undefined || existing === true) continue
      seen()
      if (known.has(resource)) continue
      const where = typeof region === 'string' ? ` in ${region}` : ''
      const article = /^[aeiou]/.test(component) ? 'an' : 'a'
      const kind = componentTypes[component] === undefined ? 'there' : `${article} ${component}${where}`
      report(
        at(plan, 'components'),
        `${address} (${source.file}:${source.line}) is ${kind}, and no component is made of it.`,
      )
    }
  },
}
