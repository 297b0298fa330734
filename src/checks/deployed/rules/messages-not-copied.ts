import { at, Unknown } from '#inventory'
import type { DeployedRule } from '../deployed-rule.ts'
import { resource } from '../samples.ts'
import { made, shownRegions } from '../where.ts'

const alias = `
  ${resource('', 'Microsoft.ServiceBus/namespaces', 'orders-west', 'westus', '"sku": { "name": "Premium" }')},
  { "type": "Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs", "name": "orders/orders-alias",
    "properties": { "partnerNamespace": "[resourceId('Microsoft.ServiceBus/namespaces', 'orders-west')]" } }`

export const messagesNotCopied: DeployedRule = {
  code: 'messages-not-copied',
  severity: 'warning',
  title: 'Messages on the way are lost with their region',
  why: 'What is copied, if anything, is the names of queues and their settings; what lies in them is not, so that no loss objective is kept for it.',
  fix: 'Use geo-replication of the Premium tier, send again from a store that is copied, or accept the loss in the plan.',
  requirements: ['warm-standby.replication.c1'],
  agrees: [],
  bad: `[
  ${resource('// WARNING: copies settings alone', 'Microsoft.ServiceBus/namespaces', 'orders', 'eastus', '"sku": { "name": "Premium" }')},${alias}
]`,
  good: `[
  ${resource('', 'Microsoft.ServiceBus/namespaces', 'orders', 'eastus', '"sku": { "name": "Premium" }, "properties": { "geoDataReplication": { "locations": [{ "locationName": "eastus" }, { "locationName": "westus" }] } }')}
]`,
  check(inventory, report, unsure, seen) {
    const partners = new Set(
      made(inventory).flatMap(({ replication, id }) =>
        replication?.kind === 'alias' ? replication.between.filter((one) => one !== id) : [],
      ),
    )
    for (const own of made(inventory)) {
      if (own.component !== 'queue' && own.component !== 'stream') continue
      seen()
      const { replication } = own
      if (replication?.covers === 'data') continue
      const elsewhere = at(own.body, 'properties.geoDataReplication.locations')
      if (elsewhere instanceof Unknown) unsure(own, `Whether ${own.address} is copied is unknown: ${elsewhere.why}.`)
      else if (replication)
        report(own, `${own.address} copies settings alone, between ${shownRegions(replication.regions)}.`)
      else if (!partners.has(own.id)) report(own, `${own.address} is not copied to any other region.`)
    }
  },
}
