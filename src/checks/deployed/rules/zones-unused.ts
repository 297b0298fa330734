import { at, type Redundancy, type Resource, Unknown, type Value } from '#inventory'
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
      const zones = zonesOf(own, across)
      if (zones === undefined) continue
      seen()
      if (zones instanceof Unknown) unsure(own, `Whether ${own.address} is spread over zones is unknown: ${zones.why}.`)
      else if (!zones) report(own, `${own.address} lies in one zone of each of its regions.`)
    }
  },
}

/** Where the service decides about zones if nothing is said, and by what it is said. */
const decided: Readonly<Record<string, string>> = {
  queue: 'zoneRedundant',
  stream: 'zoneRedundant',
  'container-registry': 'zoneRedundancy',
}

/** Whether it is spread over zones; undefined where the service decides that. */
function zonesOf({ component, type, body }: Resource, across: Redundancy['across']): boolean | Unknown | undefined {
  const key = type.startsWith('Microsoft.') ? decided[component ?? ''] : undefined
  if (key !== undefined) return saidOf(body, key)
  if (type.toLowerCase() === 'microsoft.sql/servers/databases') return saidOf(body, 'zoneRedundant') ?? false
  if (/\/flexibleservers$/i.test(type)) {
    const mode = at(body, 'properties.highAvailability.mode')
    return mode instanceof Unknown ? mode : typeof mode === 'string' && /zoneredundant/i.test(mode)
  }
  const zoneless = type.toLowerCase() === 'microsoft.apimanagement/service' && at(body, 'zones') === undefined
  if (zoneless && across === 'regions') return undefined
  return across instanceof Unknown ? across : across === 'zones' || across === 'zones-and-regions'
}

/** Yes or no, as Azure writes them. */
function saidOf(body: Value, key: string): boolean | Unknown | undefined {
  const value = at(body, `properties.${key}`)
  if (value === undefined || value instanceof Unknown) return value
  return value === true || (typeof value === 'string' && /^(enabled|true)$/i.test(value))
}
