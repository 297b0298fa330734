import { formatDuration } from '#units'
import { resourcesOf } from '../../matching.ts'
import type { Rule } from '../../rule.ts'

export const driftGrace: Rule = {
  code: 'drift-grace',
  severity: 'error',
  title: 'An automatic failover waits longer than its flow may be down',
  why: 'It begins only after its grace period, and at the time of the provider; a shorter recovery time is not kept by it.',
  fix: 'Plan a failover by people (`failover: { by: customer }`) and set its policy to manual, or promise no time below the grace period.',
  requirements: ['warm-standby.failover.c1'],
  deployed: `[
  { "type": "Microsoft.Sql/servers", "name": "east", "location": "eastus2" },
  { "type": "Microsoft.Sql/servers", "name": "west", "location": "centralus" },
  { "type": "Microsoft.Sql/servers/databases", "name": "east/orders", "location": "eastus2" },
  { "type": "Microsoft.Sql/servers/failoverGroups", "name": "east/both", "properties": {
      "partnerServers": [{ "id": "[resourceId('Microsoft.Sql/servers', 'west')]" }],
      "databases": ["[resourceId('Microsoft.Sql/servers/databases', 'east', 'orders')]"],
      "readWriteEndpoint": { "failoverPolicy": "Automatic", "failoverWithDataLossGracePeriodMinutes": 60 } } },
  { "type": "Microsoft.Sql/servers/databases", "name": "east/stock", "location": "eastus2" },
  { "type": "Microsoft.Sql/servers/failoverGroups", "name": "east/other", "properties": {
      "partnerServers": [{ "id": "[resourceId('Microsoft.Sql/servers', 'west')]" }],
      "databases": ["[resourceId('Microsoft.Sql/servers/databases', 'east', 'stock')]"],
      "readWriteEndpoint": { "failoverPolicy": "Automatic" } } }
]`,
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [orders, stock]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  orders: { type: azure-sql, strategy: warm-standby, active: [east], standby: [west] } # ERROR: Flow "buy" may be down for 30m, and Microsoft.Sql/servers/failoverGroups east/both (main.json:5) waits for 1h before it fails "orders" over.
  stock: { type: azure-sql, strategy: warm-standby, active: [east], standby: [west] } # UNKNOWN: Flow "buy" may be down for 30m, and how long Microsoft.Sql/servers/failoverGroups east/other (main.json:10) waits before it fails "stock" over is unknown: it does not say, and the least that the service takes is one hour.
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 8h, rpo: 1h, mtd: 24h } }
    needs: [orders]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  orders: { type: azure-sql, strategy: warm-standby, active: [east], standby: [west] }
`,
  check({ inventory, components, tightest, at, plan }, report, seen, { unsure }) {
    if (!inventory) return
    const groups = inventory.resources.filter(
      ({ replication }) => replication?.kind === 'failover-group' && replication.failover === 'automatic',
    )
    const asked = tightest('rto')
    for (const [id, component] of components) {
      const demand = asked.get(id)
      const own = resourcesOf(inventory, plan, id, component)
      const ids = new Set(own.map((one) => one.id))
      const names = own.map(({ name }) => name.toLowerCase())
      if (!demand) continue
      for (const { address, source, replication, links, id: group } of groups) {
        const covers =
          ids.has(group) ||
          links.some(({ to, by }) => by === 'databases' && (ids.has(to) || names.includes(to.split('|').at(-1) ?? '')))
        if (!covers || !replication) continue
        seen()
        if (typeof replication.graceMinutes !== 'number') {
          const why =
            replication.graceMinutes?.why ?? 'it does not say, and the least that the service takes is one hour'
          unsure(
            at(component),
            `Flow "${demand.flowId}" may be down for ${formatDuration(demand.value)}, and how long ${address} (${source.file}:${source.line}) waits before it fails "${id}" over is unknown: ${why}.`,
          )
          continue
        }
        const grace = replication.graceMinutes * 60
        if (grace < demand.value) continue
        report(
          at(component),
          `Flow "${demand.flowId}" may be down for ${formatDuration(demand.value)}, and ${address} (${source.file}:${source.line}) waits for ${formatDuration(grace)} before it fails "${id}" over.`,
        )
      }
    }
  },
}
