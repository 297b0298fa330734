import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { made, several, shownRegions } from '../where.ts'

const pair = (mark: string, second: string) => `
  ${resource('', 'Microsoft.DBforPostgreSQL/flexibleServers', 'orders', 'westeurope')},
  ${resource(mark, 'Microsoft.DBforPostgreSQL/flexibleServers', 'orders-copy', second, `"properties": { "createMode": "Replica", "sourceServerResourceId": "[resourceId('Microsoft.DBforPostgreSQL/flexibleServers', 'orders')]" }`)}`

export const replicasInOneRegion: DeployedRule = {
  code: 'replicas-in-one-region',
  severity: 'error',
  title: 'A copy lies in the region of its source',
  why: 'Both are lost together; such a copy helps against the loss of a machine, and not against that of a region.',
  fix: 'Place the copy in another region.',
  requirements: ['warm-standby.replication.c1', 'cold-standby.replication.c1'],
  agrees: [],
  bad: `[${pair('// ERROR: in one region: westeurope', 'West Europe')}
]`,
  good: `[${pair('', 'northeurope')}
]`,
  check(inventory, report, unsure, seen) {
    for (const own of made(inventory)) {
      const { replication } = own
      if (!replication || replication.kind === 'site-recovery') continue
      seen()
      const answer = several(replication.regions)
      const where = shownRegions(replication.regions)
      if (answer === false) report(own, `${own.address} and what it is copied from or to lie in one region: ${where}.`)
      else if (answer === undefined)
        unsure(own, `Whether ${own.address} is copied to another region is unknown: it lies in ${where}.`)
    }
  },
}
