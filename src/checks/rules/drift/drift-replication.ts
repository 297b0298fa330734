import { Unknown } from '#inventory'
import { copies } from '../../deployed/where.ts'
import { resourcesOf } from '../../matching.ts'
import type { Rule } from '../../rule.ts'

const unplaced = new Unknown('the region of its copy is not in the input', '{region of the copy}')

export const driftReplication: Rule = {
  code: 'drift-replication',
  severity: 'error',
  title: 'The plan counts on a copy that is not deployed',
  why: 'Its loss and its time rest on data that is in one place alone.',
  fix: 'Set the copy up, or plan a restore from a backup.',
  requirements: ['warm-standby.replication.c1', 'cold-standby.replication.c1'],
  deployed: `[
  { "type": "Microsoft.DBforPostgreSQL/flexibleServers", "name": "orders", "location": "eastus2" },
  { "type": "Microsoft.DBforPostgreSQL/flexibleServers", "name": "stock", "location": "eastus2" },
  { "type": "Microsoft.DBforPostgreSQL/flexibleServers", "name": "stock-copy", "location": "centralus",
    "properties": { "createMode": "Replica", "sourceServerResourceId": "[resourceId('Microsoft.DBforPostgreSQL/flexibleServers', 'stock')]" } },
  { "type": "Microsoft.DBforPostgreSQL/flexibleServers", "name": "ledger", "location": "eastus2",
    "properties": { "createMode": "Replica" } }
]`,
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  orders:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data: { replication: { mode: async, method: built-in, covers: data } } # ERROR: "orders" is to be replicated by async, and Microsoft.DBforPostgreSQL/flexibleServers orders (main.json:2) keeps its data in one region.
  ledger:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data: { replication: { mode: async, method: built-in, covers: data } } # UNKNOWN: "ledger" is to be replicated, and whether Microsoft.DBforPostgreSQL/flexibleServers ledger (main.json:6) is cannot be told: the region of its copy is not in the input.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  stock:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: async, method: built-in, covers: data, lag: { p50: 1s, p99: 10s } }
      backup: { every: 1h, keep: 35d, redundancy: geo }
`,
  check({ inventory, components, at, plan }, report, seen, { unsure }) {
    if (!inventory) return
    const copied = copies(inventory.resources)
    for (const [id, component] of components) {
      const { replication } = component.data ?? {}
      const keeping = resourcesOf(inventory, plan, id, component).filter(
        ({ redundancy, component: kind }) => redundancy && kind === component.type,
      )
      const [first] = keeping
      if (!component.data || !replication || !first) continue
      seen()
      if (replication.mode === 'none' || replication.covers === 'metadata') continue
      const reaches = keeping.map(({ redundancy, id: own }) => {
        const elsewhere = copied(own)
        return elsewhere === true ? 'regions' : elsewhere === undefined ? unplaced : redundancy?.across
      })
      if (reaches.includes('regions') || reaches.includes('zones-and-regions')) continue
      const spot = at(component.data, 'replication')
      const unknown = reaches.find((one) => one instanceof Unknown)
      const where = `${first.address} (${first.source.file}:${first.source.line})`
      if (unknown instanceof Unknown)
        unsure(spot, `"${id}" is to be replicated, and whether ${where} is cannot be told: ${unknown.why}.`)
      else
        report(spot, `"${id}" is to be replicated by ${replication.mode}, and ${where} keeps its data in one region.`)
    }
  },
}
