import { Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { made, shownRegions } from '../where.ts'

const account = (mark: string, automatic: boolean) =>
  resource(
    mark,
    'Microsoft.DocumentDB/databaseAccounts',
    'orders',
    'westeurope',
    `"properties": { "enableAutomaticFailover": ${automatic}, "locations": [{ "locationName": "westeurope", "failoverPriority": 0 }, { "locationName": "northeurope", "failoverPriority": 1 }] }`,
  )

export const failoverLeftOff: DeployedRule = {
  code: 'failover-left-off',
  severity: 'warning',
  title: 'A database has a second region, and nothing moves it there',
  why: 'The region that takes writes is moved by people alone, and the control plane that they need may be what is lost.',
  fix: 'Switch service-managed failover on, or drill the failover by hand and write down who does it.',
  requirements: ['warm-standby.failover.c1'],
  agrees: ['APRL 9cabded7-a1fc-6e4a-944b-d7dd98ea31a2'],
  bad: `[
  ${account('// WARNING: takes writes in westeurope', false)}
]`,
  good: `[
  ${account('', true)}
]`,
  check(inventory, report, unsure, seen) {
    for (const own of made(inventory)) {
      const { replication } = own
      if (replication?.kind !== 'regions') continue
      seen()
      const { failover, writes, regions } = replication
      if (writes === 'many') continue
      if (failover instanceof Unknown || writes instanceof Unknown) {
        const { why } = failover instanceof Unknown ? failover : (writes as Unknown)
        unsure(own, `Whether ${own.address} fails over by itself is unknown: ${why}.`)
      } else if (failover === 'manual')
        report(
          own,
          `${own.address} takes writes in ${shownRegions(regions.slice(0, 1))} alone, lies in ${shownRegions(regions)}, and does not fail over by itself.`,
        )
    }
  },
}
