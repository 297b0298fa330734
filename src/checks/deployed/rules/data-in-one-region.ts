import { type Inventory, type Redundancy, type Resource, Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { copies, made, shownRegions } from '../where.ts'

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
    const all = made(inventory)
    const copied = copies(all)
    const copying = all.some(
      ({ type }) => type.endsWith('/replicationProtectedItems') || type.endsWith('/replicationFabrics'),
    )
    for (const own of all) {
      if (own.component === undefined || !keeps.includes(own.component)) continue
      if (!own.redundancy) {
        if (!own.type.startsWith('Microsoft.') || insideAnother(own, all)) continue
        seen()
        unsure(own, `How far the copies of ${own.address} reach is unknown: nothing that is said of it tells that.`)
        continue
      }
      seen()
      const { across } = own.redundancy
      const elsewhere = copied(own.id)
      if (elsewhere === true) continue
      if (across instanceof Unknown)
        unsure(own, `How far the copies of ${own.address} reach is unknown: ${across.why}.`)
      else if ((across === 'none' || across === 'zones') && !(copying && mayBeCache(own, inventory))) {
        if (elsewhere === undefined)
          unsure(own, `${own.address} is copied, and whether its copy lies in another region is unknown.`)
        else report(own, `${own.address} keeps its data ${placed(own.redundancy)}.`)
      }
    }
  },
}

/** Where data lies that is in one region, or in none that outlives a machine. */
function placed({ across, regions, by, word }: Redundancy): string {
  if (regions.length === 0) return `by ${word}, which is lost with the machine or pod that it is on`
  const known = regions.some((one) => typeof one === 'string')
  const places = across === 'zones' ? 'across zones of' : 'in one place in'
  const [first] = regions
  const where =
    first instanceof Unknown && !known
      ? `${across === 'zones' ? 'across zones of one region, which is not known' : 'in one place, in a region that is not known'} (${first.why})`
      : `${places} ${shownRegions(regions)} alone`
  return by === 'default' ? `${where}, as the service does where nothing is said` : where
}

/** A database whose managed instance is here too, by which it is told. */
function insideAnother({ type, name }: Resource, all: readonly Resource[]): boolean {
  if (!/\/managedInstances\/databases$/i.test(type)) return false
  const [instance = ''] = name.toLowerCase().split('/')
  return all.some((one) => /\/managedInstances$/i.test(one.type) && one.name.toLowerCase() === instance)
}

/** Site recovery keeps changes in a storage account of the source region for minutes: one place is right for it. */
function mayBeCache(own: Resource, inventory: Inventory): boolean {
  const inside = inventory.resources.some(
    ({ type, name }) => type.startsWith(`${own.type}/`) && name.toLowerCase().startsWith(`${own.name.toLowerCase()}/`),
  )
  return own.component === 'object-storage' && !inside
}
