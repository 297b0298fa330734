import { componentTypes } from '#catalog'
import type { Rule } from '../../rule.ts'

export const dataUnprotected: Rule = {
  code: 'data-unprotected',
  severity: 'warning',
  title: 'Data has neither a replica nor a backup',
  why: 'What is lost or spoilt there is gone for good, and that is too much even in the lowest tier.',
  fix: 'Add data.backup, or data.replication where the data can be made again; or say with readModelOf from what it is made again.',
  requirements: ['tier.3.integrity', 'tier.3', 'tier.2', 'disaster.corruption'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    active: [east]
    data: { size: 2 TiB } # WARNING: "archive" keeps data that is neither replicated nor backed up.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    active: [east]
    data: { size: 2 TiB, backup: { every: 4h } }
`,
  check({ components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      const { data, strategy, type } = component
      if (!data || strategy === 'backup-restore' || componentTypes[type]?.holdsData === false) continue
      seen()
      // Replication that is switched off is measured against the RPO by another rule.
      if (data.replication || data.backup || data.readModelOf !== undefined || unsure('components', id, 'data'))
        continue
      report(at(data), `"${id}" keeps data that is neither replicated nor backed up.`)
    }
  },
}
