import { Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { endpoint, trafficManager } from '../samples.ts'
import { made } from '../where.ts'

const profile = (mark: string, state: string) =>
  trafficManager(mark, 'Priority', [endpoint('a', 'eastus'), endpoint('b', 'westus')]).replace(
    '"trafficRoutingMethod"',
    `"profileStatus": "${state}", "trafficRoutingMethod"`,
  )

export const routingDisabled: DeployedRule = {
  code: 'routing-disabled',
  severity: 'warning',
  title: 'A routing is switched off as a whole',
  why: 'It sends nobody anywhere, however many places it names, and moves nobody when one of them is lost.',
  fix: 'Enable it, or leave it out of what the plan counts on.',
  requirements: ['active-active.traffic.c3', 'warm-standby.traffic.c1', 'cold-standby.traffic.c1'],
  agrees: [],
  bad: `[
  ${profile('// WARNING: is disabled', 'Disabled')}
]`,
  good: `[
  ${profile('', 'Enabled')}
]`,
  check(inventory, report, unsure, seen) {
    for (const own of made(inventory)) {
      if (!own.routing) continue
      seen()
      const { enabled } = own.routing
      if (enabled instanceof Unknown) unsure(own, `Whether ${own.address} is enabled is unknown: ${enabled.why}.`)
      else if (!enabled) report(own, `${own.address} is disabled.`)
    }
  },
}
