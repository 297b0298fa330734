import { Unknown } from '#inventory'
import { resourcesOf } from '../../matching.ts'
import type { Rule } from '../../rule.ts'

export const driftBackup: Rule = {
  code: 'drift-backup',
  severity: 'error',
  title: 'Backups lie nearer than the plan says',
  why: 'When the region is lost, the backups that the plan restores from are lost with it.',
  fix: 'Set the backups to geo-redundant storage, or plan without them.',
  requirements: ['backup-restore.policies.c2'],
  deployed: `[
  { "type": "Microsoft.DBforPostgreSQL/flexibleServers", "name": "orders", "location": "eastus2", "properties": { "backup": { "geoRedundantBackup": "Disabled" } } },
  { "type": "Microsoft.DBforPostgreSQL/flexibleServers", "name": "stock", "location": "eastus2", "properties": { "backup": { "geoRedundantBackup": "Enabled" } } }
]`,
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  orders:
    type: postgres
    strategy: backup-restore
    active: [east]
    data: { backup: { every: 1h, redundancy: geo } } # ERROR: Backups of "orders" are to be geo-redundant, and those of Microsoft.DBforPostgreSQL/flexibleServers orders (main.json:2) stay in their region.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  stock: { type: postgres, strategy: backup-restore, active: [east], data: { backup: { every: 1h, keep: 35d, redundancy: geo } } }
`,
  check({ inventory, components, at, plan }, report, seen, { unsure }) {
    if (!inventory) return
    for (const [id, component] of components) {
      const { data } = component
      if (!data?.backup) continue
      const kept = resourcesOf(inventory, plan, id, component).filter(({ backup }) => backup !== undefined)
      const [first] = kept
      if (!first) continue
      seen()
      // A copy has no backups of its own; those of its source are enough.
      const reaches = kept.map(({ backup }) => backup?.across)
      if (data.backup.redundancy !== 'geo' || reaches.includes('regions') || reaches.includes('zones-and-regions'))
        continue
      const where = `${first.address} (${first.source.file}:${first.source.line})`
      const unknown = reaches.find((one) => one instanceof Unknown)
      if (unknown instanceof Unknown)
        unsure(at(data, 'backup'), `Where the backups of ${where} lie is unknown: ${unknown.why}.`)
      else
        report(
          at(data, 'backup'),
          `Backups of "${id}" are to be geo-redundant, and those of ${where} stay in their region.`,
        )
    }
  },
}
