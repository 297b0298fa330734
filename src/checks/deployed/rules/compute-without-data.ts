import { Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { made } from '../where.ts'

const computes = ['web-service', 'vm', 'scale-set', 'kubernetes', 'batch']
const keeps = ['azure-sql', 'cosmos-db', 'postgres', 'mysql', 'cache']
const app = (name: string, region: string) => resource('', 'Microsoft.ContainerService/managedClusters', name, region)
const database = (mark: string, more: string) =>
  resource(
    mark,
    'Microsoft.DocumentDB/databaseAccounts',
    'orders',
    'eastus',
    `"properties": { "locations": [{ "locationName": "eastus", "failoverPriority": 0 }${more}] }`,
  )

export const computeWithoutData: DeployedRule = {
  code: 'compute-without-data',
  severity: 'error',
  title: 'Compute stands in two regions, and its data in one',
  why: 'The second region serves nothing once the first is lost: it works with the database or cache of the first.',
  fix: 'Copy the data to the second region. A serverless Cosmos DB account has one region whatever is added: change its kind first.',
  requirements: ['warm-standby.replication.c1', 'warm-standby.regions.c3'],
  agrees: [],
  bad: `[
  ${app('east', 'eastus')},
  ${app('west', 'westus')},
  ${database('// ERROR: in eastus alone', '')}
]`,
  good: `[
  ${app('east', 'eastus')},
  ${app('west', 'westus')},
  ${database('', ', { "locationName": "westus", "failoverPriority": 1 }')}
]`,
  check(inventory, report, unsure, seen) {
    const all = made(inventory)
    const regions = new Set(
      all.flatMap(({ component, region }) =>
        component !== undefined && computes.includes(component) && typeof region === 'string' ? [region] : [],
      ),
    )
    if (regions.size < 2) return
    const copied = new Set(
      all.flatMap(({ replication }) => (replication?.covers === 'data' ? replication.between : [])),
    )
    for (const own of all) {
      if (own.component === undefined || !keeps.includes(own.component) || !own.redundancy) continue
      seen()
      const { across, regions: held } = own.redundancy
      const [first] = held
      const others = all.some((one) => one !== own && one.component === own.component && one.region !== own.region)
      if (across instanceof Unknown || first instanceof Unknown)
        unsure(own, `Where ${own.address} keeps its data is unknown.`)
      else if ((across === 'none' || across === 'zones') && !copied.has(own.id) && !others && first !== undefined)
        report(
          own,
          `There is compute in ${[...regions].join(' and ')}, and ${own.address} keeps its data in ${first} alone.`,
        )
    }
  },
}
