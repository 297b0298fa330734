import { deployedKinds } from '#inventory'
import { resourcesOf } from '../../matching.ts'
import type { Rule } from '../../rule.ts'

export const driftNotDeployed: Rule = {
  code: 'drift-not-deployed',
  severity: 'warning',
  title: 'A component is in the plan and not in what is deployed',
  why: 'A recovery that counts on it finds nothing there.',
  fix: 'Deploy it, give the input that declares it, or name its resources under `resources`.',
  requirements: ['muster.parity', 'warm-standby.regions.c3'],
  deployed: `[
  { "type": "Microsoft.Compute/virtualMachineScaleSets", "name": "shop", "location": "eastus2" }
]`,
  bad: `
components:
  shop: { type: scale-set, strategy: warm-standby, active: [east], standby: [west] }
  pages: { type: web-service, strategy: warm-standby, active: [east], standby: [west] } # WARNING: No web-service of the inventory is called "pages".
`,
  good: `
components:
  shop: { type: scale-set, strategy: warm-standby, active: [east], standby: [west] }
`,
  check({ inventory, components, at, plan }, report, seen) {
    if (!inventory) return
    for (const [id, component] of components) {
      if (!deployedKinds.has(component.type) || component.workload !== undefined) continue
      seen()
      if (resourcesOf(inventory, plan, id, component).length > 0) continue
      const what = component.resources
        ? `None of ${component.resources.map((one) => `"${one}"`).join(', ')} is in the inventory.`
        : `No ${component.type} of the inventory is called "${id}".`
      report(at(component), what)
    }
  },
}
