import { importers, type Inventory, understand } from '#inventory'

const arm = importers.find(({ format }) => format === 'arm')
const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#'

/** The resources of a template, an array, as an inventory; its lines are those of the text. */
export function inventoryOf(resources: string): Inventory {
  const text = `{ "$schema": "${schema}", "contentVersion": "1.0.0.0", "resources": ${resources} }`
  const imported = arm?.read([{ name: 'main.json', text }], { values: {}, read: () => undefined })
  if (!imported) throw new Error('there is no importer of templates')
  return understand(imported)
}
