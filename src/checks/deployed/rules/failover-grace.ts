import { Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { made } from '../where.ts'

const group = (mark: string, policy: string, name = 'shop-group') => `
  ${resource('', 'Microsoft.Sql/servers', 'shop-east', 'eastus')},
  ${resource('', 'Microsoft.Sql/servers', 'shop-west', 'westus')},
  { ${mark}
    "type": "Microsoft.Sql/servers/failoverGroups", "name": "shop-east/${name}",
    "properties": {
      "partnerServers": [{ "id": "[resourceId('Microsoft.Sql/servers', 'shop-west')]" }],
      "readWriteEndpoint": { ${policy} },
      "databases": []
    }
  }`

export const failoverGrace: DeployedRule = {
  code: 'failover-grace',
  severity: 'warning',
  title: 'An automatic failover waits for its grace period',
  why: 'It begins only after that time, and then at the time of the provider: a recovery time below it is not kept, and one above it is not proven.',
  fix: 'Let people fail it over, with a runbook that is drilled, or promise no recovery time below the grace period.',
  requirements: ['warm-standby.failover.c1'],
  agrees: ['APRL 0f838324-ffe3-4b8a-b7a2-d983be8f9fa9'],
  disagrees: [
    'the guidance itself (warm-standby.failover.c1), which would switch automatic failover on wherever there is one',
  ],
  bad: `[${group('// WARNING: after 60 minutes', '"failoverPolicy": "Automatic", "failoverWithDataLossGracePeriodMinutes": 60')}
]`,
  good: `[${group('', '"failoverPolicy": "Manual"')}
]`,
  check(inventory, report, unsure, seen) {
    for (const own of made(inventory)) {
      const { replication } = own
      if (replication?.kind !== 'failover-group') continue
      seen()
      const { failover, graceMinutes } = replication
      if (failover instanceof Unknown)
        unsure(own, `Who starts the failover of ${own.address} is unknown: ${failover.why}.`)
      if (failover !== 'automatic') continue
      if (graceMinutes instanceof Unknown) unsure(own, `How long ${own.address} waits is unknown: ${graceMinutes.why}.`)
      else if (graceMinutes === undefined)
        unsure(
          own,
          `${own.address} fails over by itself, and does not say how long it waits: the least that the service takes is one hour.`,
        )
      else report(own, `${own.address} fails over by itself after ${graceMinutes} minutes at the earliest.`)
    }
  },
}
