import { Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { endpoint, trafficManager } from '../samples.ts'
import { made } from '../where.ts'

/** Methods by which clients keep to what was chosen for them, whether it serves or not. */
const kept = ['geographic', 'subnet']

export const routingNotFailover: DeployedRule = {
  code: 'routing-not-failover',
  severity: 'warning',
  title: 'A routing method moves nobody when a region is lost',
  why: 'By this method where clients come from decides where they are sent, and priorities mean nothing.',
  fix: 'Use priority or weighted routing, or put a nested profile with priorities behind each place.',
  requirements: ['active-active.traffic.c1', 'warm-standby.traffic.c1', 'cold-standby.traffic.c1'],
  agrees: [],
  bad: `[
  ${trafficManager('// WARNING: by Geographic', 'Geographic', [endpoint('a', 'eastus'), endpoint('b', 'westus')])}
]`,
  good: `[
  ${trafficManager('', 'Priority', [endpoint('a', 'eastus'), endpoint('b', 'westus')])}
]`,
  check(inventory, report, unsure, seen) {
    for (const resource of made(inventory)) {
      const { routing } = resource
      if (!routing) continue
      seen()
      const { method } = routing
      if (method instanceof Unknown) unsure(resource, `How ${resource.address} chooses is unknown: ${method.why}.`)
      else if (kept.includes(method.toLowerCase())) report(resource, `${resource.address} routes by ${method}.`)
    }
  },
}
