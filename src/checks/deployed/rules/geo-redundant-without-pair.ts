import { pairOf, type Redundancy, type Resource, Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { isVault, made, settingOfVault, shown } from '../where.ts'

const account = (mark: string, region: string) =>
  resource(mark, 'Microsoft.Storage/storageAccounts', 'orders', region, '"sku": { "name": "Standard_GRS" }')

export const geoRedundantWithoutPair: DeployedRule = {
  code: 'geo-redundant-without-pair',
  severity: 'error',
  title: 'Geo-redundancy is set where the region has no pair',
  why: 'There is no region to which the service could copy.',
  fix: 'Copy to a region of your choice by other means, such as object replication, or choose a region that has a pair.',
  requirements: ['cold-standby.replication.c2', 'cold-standby.replication.c3'],
  agrees: [],
  bad: `[
  ${account('// ERROR: polandcentral has no pair', 'polandcentral')}
]`,
  good: `[
  ${account('', 'westeurope')}
]`,
  check(inventory, report, unsure, seen) {
    const all = made(inventory)
    for (const own of all) {
      const reach = reachOf(own)
      if (!reach || settingOfVault(own, all)) continue
      const pair = pairOf(own.region)
      if (reach.across instanceof Unknown) {
        // What the service does by itself is not known where there is no pair.
        if (reach.by !== 'default' || pair !== null) continue
        seen()
        unsure(own, `Where ${own.address} is copied to is unknown: ${reach.across.why}.`)
        continue
      }
      if (reach.across !== 'regions' && reach.across !== 'zones-and-regions') continue
      seen()
      if (pair instanceof Unknown)
        unsure(own, `Whether the region of ${own.address} has a pair is unknown: ${pair.why}.`)
      else if (pair === null && reach.by === 'default')
        unsure(
          own,
          `${own.address} says nothing of where its copies are to lie, and ${shown(own.region)} has no pair: what the service does there is unknown.`,
        )
      else if (pair === null)
        report(
          own,
          `${own.address} is to have ${reach.what} copied to the pair of its region, and ${shown(own.region)} has no pair.`,
        )
    }
  },
}

/** Services that copy backups to the pair, and keep data elsewhere by other means. */
const databases = ['azure-sql', 'postgres', 'mysql', 'cosmos-db']

/** What of a resource may be copied to the pair of its region; undefined where the service copies to no pair. */
function reachOf({
  component,
  type,
  redundancy,
  backup,
}: Resource): { readonly what: string; readonly across: Redundancy['across']; readonly by: string } | undefined {
  if (component === 'object-storage' || isVault(type)) return redundancy && { what: 'what it keeps', ...redundancy }
  // Continuous backups lie in the regions of the account.
  if (component === undefined || !databases.includes(component) || !backup || backup.continuous === true)
    return undefined
  return { what: 'its backups', across: backup.across, by: backup.by }
}
