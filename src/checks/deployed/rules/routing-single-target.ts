import { Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { endpoint, trafficManager } from '../samples.ts'
import { behindOthers, nameOf, pools } from '../where.ts'

export const routingSingleTarget: DeployedRule = {
  code: 'routing-single-target',
  severity: 'error',
  title: 'Routing has no second place to send clients to',
  why: 'When the one place is lost, its probe fails, and there is nowhere to go.',
  fix: 'Add an endpoint in the other region, or enable the one that is there.',
  requirements: ['active-active.traffic.c3', 'warm-standby.traffic.c1', 'cold-standby.traffic.c1'],
  agrees: ['PSRule Azure.TrafficManager.Endpoints', 'APRL 5b422a7f-8caa-3d48-becb-511599e5bba9'],
  bad: `[
  ${trafficManager('// ERROR: sends clients to 1 place', 'Priority', [endpoint('east', 'eastus'), endpoint('west', 'westus', ', "endpointStatus": "Disabled"')])}
]`,
  good: `[
  ${trafficManager('', 'Priority', [endpoint('east', 'eastus'), endpoint('west', 'westus')])}
]`,
  check(inventory, report, unsure, seen) {
    const behind = behindOthers(inventory)
    for (const { resource, pool, serving } of pools(inventory)) {
      if (behind.has(resource.id)) continue
      seen()
      const name = nameOf(resource, pool)
      if (serving instanceof Unknown) {
        unsure(resource, `${name} has targets that are not in the input: ${serving.why}.`)
        continue
      }
      const all = pool.backends instanceof Unknown ? [] : pool.backends
      if (all.length === 0) {
        unsure(resource, `${name} declares no target here; they may be supplied when it is deployed.`)
        continue
      }
      const sure = serving.filter(({ enabled }) => !(enabled instanceof Unknown))
      if (serving.length >= 2 && sure.length < 2)
        unsure(resource, `Whether ${name} has two targets that serve is unknown.`)
      if (serving.length >= 2) continue
      const off = all.length - serving.length
      report(
        resource,
        `${name} sends clients to ${serving.length} place${serving.length === 1 ? '' : 's'}${off > 0 ? `, and ${off} more is disabled` : ''}.`,
      )
    }
  },
}
