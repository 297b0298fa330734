import { Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { copies, made, others, spreadOf } from '../where.ts'

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
    const spread = spreadOf(inventory)
    if (!spread) return
    const all = made(inventory)
    const copied = copies(all)
    const elsewhere = others(all)
    const compute = `There is compute in ${spread.regions.join(' and ')}`
    for (const own of all) {
      if (own.component === undefined || !keeps.includes(own.component) || !own.redundancy) continue
      seen()
      const { across, regions: held } = own.redundancy
      const [first] = held
      const answers = [copied(own.id), elsewhere(own)]
      if (answers.includes(true) || across === 'regions' || across === 'zones-and-regions' || first === undefined)
        continue
      if (across instanceof Unknown || first instanceof Unknown || answers.includes(undefined))
        unsure(own, `${compute}, and whether ${own.address} keeps its data in more than one region is unknown.`)
      else if (spread.sure) report(own, `${compute}, and ${own.address} keeps its data in ${first} alone.`)
      else
        unsure(
          own,
          `${compute}, of which it cannot be told whether one stands in for the other, and ${own.address} keeps its data in ${first} alone.`,
        )
    }
  },
}
