import type { Given } from '../importer.ts'
import { arm } from '../importers/arm.ts'
import type { Inventory } from '../resource.ts'
import { understand } from '../understand.ts'

const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#'

/** The text of a template with some parts. */
export function templateText(parts: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ $schema: schema, contentVersion: '1.0.0.0', ...parts }, null, 2)
}

/** The text of a file of parameters. */
export function parametersText(values: Readonly<Record<string, unknown>>): string {
  const parameters = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]))
  return JSON.stringify({
    $schema: schema.replace('deploymentTemplate', 'deploymentParameters'),
    contentVersion: '1.0.0.0',
    parameters,
  })
}

/** What texts of templates and parameters come to. */
export function armInventory(texts: Readonly<Record<string, string>>, given: Partial<Given> = {}): Inventory {
  const files = Object.entries(texts).map(([name, text]) => ({ name, text }))
  return understand(arm.read(files, { values: {}, read: () => undefined, ...given }))
}

/** What one template comes to. */
export function inventoryOf(parts: Readonly<Record<string, unknown>>, given: Partial<Given> = {}): Inventory {
  return armInventory({ 'main.json': templateText(parts) }, given)
}

/** A storage account with a name and a redundancy, either of which may be an expression. */
export function account(name: string, sku = 'Standard_GRS', more: Readonly<Record<string, unknown>> = {}): object {
  return { type: 'Microsoft.Storage/storageAccounts', name, location: 'westeurope', sku: { name: sku }, ...more }
}
