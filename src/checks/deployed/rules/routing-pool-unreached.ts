import { Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { pools } from '../where.ts'

const frontDoor = (mark: string, used: readonly string[]) =>
  resource(
    mark,
    'Microsoft.Network/frontDoors',
    'shop',
    'global',
    `"properties": {
      "routingRules": [${used.map((one) => `{ "name": "to-${one}", "properties": { "routeConfiguration": { "backendPool": { "id": "[resourceId('Microsoft.Network/frontDoors/backendPools', 'shop', '${one}')]" } } } }`).join(', ')}],
      "backendPools": [
        { "name": "main", "properties": { "backends": [{ "address": "east.example", "priority": 1 }] } },
        { "name": "reserve", "properties": { "backends": [{ "address": "west.example", "priority": 2 }] } }
      ]
    }`,
  )

export const routingPoolUnreached: DeployedRule = {
  code: 'routing-pool-unreached',
  severity: 'error',
  title: 'A pool of backends is never used',
  why: 'No rule sends anybody to it, and priorities in different pools do not reach into each other.',
  fix: 'Put the backends of both pools into one, with priorities, or add a rule that uses the pool.',
  requirements: ['warm-standby.traffic.c3', 'cold-standby.traffic.c3'],
  agrees: [],
  bad: `[
  ${frontDoor('// ERROR: Pool reserve', ['main'])}
]`,
  good: `[
  ${frontDoor('', ['main', 'reserve'])}
]`,
  check(inventory, report, unsure, seen) {
    for (const { resource: own, pool } of pools(inventory)) {
      if (!(pool.backends instanceof Unknown) && pool.backends.length === 0) continue
      seen()
      if (pool.reached === false) report(own, `Pool ${pool.name} of ${own.address} is used by no rule.`)
      else if (pool.reached instanceof Unknown)
        unsure(own, `Whether pool ${pool.name} of ${own.address} is used is unknown: ${pool.reached.why}.`)
    }
  },
}
