import { Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { endpoint, trafficManager } from '../samples.ts'
import { pools } from '../where.ts'

export const routingDetection: DeployedRule = {
  code: 'routing-detection',
  severity: 'note',
  title: 'How long clients are sent to what is gone',
  why: 'This time is a part of every recovery time, before anybody has done anything.',
  fix: 'Compare it with the recovery time that is promised; shorten interval, timeout, tolerated failures or TTL where it does not fit.',
  requirements: ['active-active.traffic.c2'],
  agrees: [],
  bad: `[
  ${trafficManager('// NOTE: 130s', 'Priority', [endpoint('a', 'eastus'), endpoint('b', 'westus')]).replace('"intervalInSeconds": 30', '"intervalInSeconds": 30, "timeoutInSeconds": 10, "toleratedNumberOfFailures": 3')}
]`,
  good: `[
  { "type": "Microsoft.Network/trafficManagerProfiles", "name": "shop", "location": "global", "properties": { "trafficRoutingMethod": "Priority", "endpoints": [${endpoint('a', 'eastus')}] } }
]`,
  check(inventory, report, _, seen) {
    for (const { resource, pool } of pools(inventory)) {
      const { interval, timeout, tolerated } = pool.probe ?? {}
      if (typeof interval !== 'number' || typeof timeout !== 'number' || typeof tolerated !== 'number') continue
      seen()
      const found = (tolerated + 1) * interval + timeout
      const ttl = resource.routing?.ttl
      const kept =
        ttl === undefined || ttl instanceof Unknown ? '' : `, and clients keep the old answer for up to ${ttl}s more`
      report(
        resource,
        `The probes of ${resource.address} find a failure after about ${found}s (${tolerated + 1} x ${interval}s + ${timeout}s)${kept}.`,
      )
    }
  },
}
