import { Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { made } from '../where.ts'

const account = (mark: string, zoned: boolean) =>
  resource(
    mark,
    'Microsoft.DocumentDB/databaseAccounts',
    'orders',
    'westeurope',
    `"properties": { "locations": [{ "locationName": "westeurope", "failoverPriority": 0, "isZoneRedundant": ${zoned} }, { "locationName": "northeurope", "failoverPriority": 1, "isZoneRedundant": ${zoned} }] }`,
  )

export const zonesUnused: DeployedRule = {
  code: 'zones-unused',
  severity: 'note',
  title: 'The loss of one zone is a loss of the whole',
  why: 'Most outages of a region are of one zone; what lies in one of them needs a failover for what zones would bear.',
  fix: 'Spread it over the zones of its region, where the region has them.',
  requirements: [],
  agrees: [
    'PSRule Azure.Cosmos.AvailabilityZone',
    'PSRule Azure.Cosmos.MongoAvailabilityZone',
    'APRL 88856605-53d8-4bbd-a75b-4a7b14939d32',
    'APRL ca87914f-aac4-4783-ab67-82a6f936f194',
    'APRL 921631f6-ed59-49a5-94c1-f0f3ececa580',
    'APRL 63491f70-22e4-3b4a-8b0c-845450e46fac',
    'APRL c0085c32-84c0-c247-bfa9-e70977cbf108',
  ],
  bad: `[
  ${account('// NOTE: lies in one zone', false)}
]`,
  good: `[
  ${account('', true)}
]`,
  check(inventory, report, unsure, seen) {
    for (const own of made(inventory)) {
      if (own.component === undefined || !own.redundancy || own.component === 'key-vault') continue
      const { across, regions } = own.redundancy
      // What lies on a single machine has a worse fault, which another rule tells.
      if (regions.length === 0) continue
      if (own.component === 'object-storage' && (across === 'regions' || across instanceof Unknown)) continue
      seen()
      if (across instanceof Unknown)
        unsure(own, `Whether ${own.address} is spread over zones is unknown: ${across.why}.`)
      else if (across === 'none' || across === 'regions')
        report(own, `${own.address} lies in one zone of each of its regions.`)
    }
  },
}
