import { Unknown } from '#inventory'
import { resourcesOf } from '../../matching.ts'
import type { Rule } from '../../rule.ts'

export const driftWrites: Rule = {
  code: 'drift-writes',
  severity: 'error',
  title: 'An active-active component is written to in one region alone',
  why: 'Once that region is lost nobody can write until it was failed over, which active-active promises not to need.',
  fix: 'Let it be written to in every region, and settle conflicts, or plan it as a standby.',
  requirements: ['active-active.replication.c1'],
  deployed: `[
  { "type": "Microsoft.DocumentDB/databaseAccounts", "name": "orders", "location": "eastus2", "properties": { "locations": [{ "locationName": "eastus2", "failoverPriority": 0 }, { "locationName": "centralus", "failoverPriority": 1 }] } }
]`,
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  orders: { type: cosmos-db, strategy: active-active, active: [east, west] } # ERROR: "orders" is active-active, and Microsoft.DocumentDB/databaseAccounts orders (main.json:2) takes writes in eastus2 alone.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  orders: { type: cosmos-db, strategy: warm-standby, active: [east], standby: [west] }
`,
  check({ inventory, components, at, plan }, report, seen, { unsure }) {
    if (!inventory) return
    for (const [id, component] of components) {
      for (const { replication, address, source } of resourcesOf(inventory, plan, id, component)) {
        if (!replication || replication.covers === 'settings') continue
        seen()
        if (component.strategy !== 'active-active' || replication.writes === 'many') continue
        const where = `${address} (${source.file}:${source.line})`
        const [first] = replication.regions
        if (replication.writes instanceof Unknown)
          unsure(
            at(component),
            `"${id}" is active-active, and where ${where} takes writes is unknown: ${replication.writes.why}.`,
          )
        else
          report(
            at(component),
            `"${id}" is active-active, and ${where} takes writes in ${first instanceof Unknown ? 'one region' : first} alone.`,
          )
      }
    }
  },
}
