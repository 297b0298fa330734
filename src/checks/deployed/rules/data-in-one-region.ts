import { type Inventory, type Redundancy, type Resource, Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { made, shownRegions } from '../where.ts'

/** What keeps data, by the word that a plan uses; messages have a rule of their own. */
const keeps = ['object-storage', 'azure-sql', 'cosmos-db', 'postgres', 'mysql', 'cache']

const account = (mark: string, sku: string) =>
  resource(mark, 'Microsoft.Storage/storageAccounts', 'orders', 'westeurope', `"sku": { "name": "${sku}" }`)

export const dataInOneRegion: DeployedRule = {
  code: 'data-in-one-region',
  severity: 'warning',
  title: 'Data lies in one region',
  why: 'With the region the data is gone, or out of reach, for as long as that lasts; zones do not help, for they are lost with it.',
  fix: 'Copy it to a second region by what the service offers for it, or restore it there from a backup that lies elsewhere, and say so in the plan.',
  requirements: ['warm-standby.replication.c1', 'cold-standby.replication.c1', 'cold-standby.replication.c2'],
  agrees: [
    'PSRule Azure.Storage.UseReplication (which takes zones for enough)',
    'APRL 43663217-a1d3-844b-80ea-571a2ce37c6c',
    'APRL 2ab85a67-26be-4ed2-a0bb-101b2513ec63',
    'APRL b49a8653-cc43-48c9-8513-a2d2e3f14dd1',
    'APRL 74c2491d-048b-0041-a140-935960220e20',
    'APRL 943c168a-2ec2-a94c-8015-85732a1b4859',
  ],
  bad: `[
  ${account('// WARNING: across zones of westeurope alone', 'Standard_ZRS')}
]`,
  good: `[
  ${account('', 'Standard_GZRS')}
]`,
  check(inventory, report, unsure, seen) {
    const sources = new Set(made(inventory).flatMap(({ replication }) => replication?.between ?? []))
    const copying = made(inventory).some(
      ({ type }) => type.endsWith('/replicationProtectedItems') || type.endsWith('/replicationFabrics'),
    )
    for (const own of made(inventory)) {
      if (own.component === undefined || !keeps.includes(own.component) || !own.redundancy) continue
      seen()
      const { across } = own.redundancy
      if (across instanceof Unknown)
        unsure(own, `How far the copies of ${own.address} reach is unknown: ${across.why}.`)
      else if (
        (across === 'none' || across === 'zones') &&
        !sources.has(own.id) &&
        !(copying && mayBeCache(own, inventory))
      )
        report(own, `${own.address} keeps its data ${placed(own.redundancy)}.`)
    }
  },
}

/** Where data lies that is in one region, or in none that outlives a machine. */
function placed({ across, regions, by, word }: Redundancy): string {
  if (regions.length === 0) return `by ${word}, which is lost with the machine or pod that it is on`
  const where = `${across === 'zones' ? 'across zones of' : 'in one place in'} ${shownRegions(regions)} alone`
  return by === 'default' ? `${where}, as the service does where nothing is said` : where
}

/** Site recovery keeps changes in a storage account of the source region for minutes: one place is right for it. */
function mayBeCache(own: Resource, inventory: Inventory): boolean {
  const inside = inventory.resources.some(
    ({ type, name }) => type.startsWith(`${own.type}/`) && name.toLowerCase().startsWith(`${own.name.toLowerCase()}/`),
  )
  return own.component === 'object-storage' && !inside
}
