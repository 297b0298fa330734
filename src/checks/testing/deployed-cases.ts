import { type Inventory, importers, type Resource, understand } from '#inventory'
import { checkDeployed } from '../deployed/check-deployed.ts'
import { inventoryOf } from './deployed.ts'

/** What is said of a resource. */
export type Body = Readonly<Record<string, unknown>>

/** A resource of a template, or a row of an export. */
export const of = (type: string, name: string, location?: string, more: Body = {}): Body => ({
  type,
  name,
  ...(location !== undefined && { location }),
  ...more,
})

/** What a template with some resources comes to. */
export const template = (...resources: readonly Body[]) => inventoryOf(JSON.stringify(resources))

/** What an export of Azure with some rows comes to. */
export function exported(...rows: readonly Body[]): Inventory {
  const imported = importers
    .find(({ format }) => format === 'azure')
    ?.read([{ name: 'rows.json', text: JSON.stringify(rows) }], { values: {}, read: () => undefined })
  if (!imported) throw new Error('there is no importer of exports')
  return understand(imported)
}

/** The one resource of a name. */
export function named(inventory: Inventory, name: string): Resource {
  const found = inventory.resources.find((one) => one.name === name)
  if (!found) throw new Error(`there is no ${name}`)
  return found
}

/** What a rule says, as `severity name`. */
export const told = (inventory: Inventory, code: string) =>
  checkDeployed(inventory)
    .problems.filter((one) => one.code === code)
    .map(
      ({ severity, place }) =>
        `${severity} ${inventory.resources.find(({ source }) => source.line === place.line && source.column === place.column)?.name ?? ''}`,
    )

/** A profile of Traffic Manager. */
export const profile = (name: string, endpoints: readonly Body[], more: Body = {}) =>
  of('Microsoft.Network/trafficManagerProfiles', name, 'global', {
    properties: { trafficRoutingMethod: 'Priority', endpoints, ...more },
  })
/** An endpoint somewhere. */
export const outside = (name: string, endpointLocation: string): Body => ({
  name,
  properties: { target: `${name}.example`, endpointLocation },
})
/** An endpoint that is a profile. */
export const inside = (name: string, endpointLocation?: string): Body => ({
  name,
  properties: {
    targetResourceId: `[resourceId('Microsoft.Network/trafficManagerProfiles', '${name}')]`,
    ...(endpointLocation !== undefined && { endpointLocation }),
  },
})
