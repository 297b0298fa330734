import { pairOf, Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { made, shown } from '../where.ts'

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
    for (const own of made(inventory)) {
      const across = own.redundancy?.across
      const paired = own.component === 'object-storage' || own.backup !== undefined || own.component === 'key-vault'
      const geo = across === 'regions' || across === 'zones-and-regions'
      if (!paired || !geo || own.replication || own.component === 'cosmos-db') continue
      seen()
      const pair = pairOf(own.region)
      if (pair instanceof Unknown)
        unsure(own, `Whether the region of ${own.address} has a pair is unknown: ${pair.why}.`)
      else if (pair === null)
        report(own, `${own.address} is to be copied to the pair of its region, and ${shown(own.region)} has no pair.`)
    }
  },
}
