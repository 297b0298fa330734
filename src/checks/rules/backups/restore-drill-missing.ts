import { named } from '../../backups.ts'
import { typeOf } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const restoreDrillMissing: Rule = {
  code: 'restore-drill-missing',
  severity: 'note',
  title: 'Restoring is never rehearsed',
  why: 'Only a rehearsed restore shows that the backup is whole, and how long it takes.',
  fix: 'Add a drill of kind restore for a scenario that hits the component, every 90d.',
  requirements: ['backup-restore.restore-tests.c1', 'cost.tier-3', 'test.drills'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive: # NOTE: No restore drill covers "archive".
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h }
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h }
scenarios:
  east-lost: { class: region, loses: [east] }
  archive-spoilt: { class: corruption, of: [archive] }
drills:
  - { scenario: east-lost, every: 90d, target: lab }
  - { scenario: archive-spoilt, every: 90d, kind: restore, environment: staging }
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    decideWithin: 5m
    declaredBy: [on-call]
  archive-spoilt: { when: 'probes.shop.failingFor >= duration("2m")', decideWithin: 1h, declaredBy: [on-call] }
`,
  check(subject, report, seen) {
    const { plan, components, at, unsure } = subject
    if (unsure('drills') || unsure('scenarios')) return
    const rehearsed = new Set(
      (plan.drills ?? []).flatMap(({ kind, scenario }) => (kind === 'restore' ? [scenario] : [])),
    )
    const hit = named(subject, (id) => rehearsed.has(id))
    const lost = Object.entries(plan.scenarios).flatMap(([id, scenario]) => (rehearsed.has(id) ? [scenario] : []))
    for (const [id, component] of components) {
      // What keeps no data is built anew, and its scenario is rehearsed like any other.
      if (component.strategy !== 'backup-restore' || typeOf(component)?.holdsData === false) continue
      seen()
      if (!hit.has(id) && !lost.some((scenario) => subject.loses(scenario, component)))
        report(at(component), `No restore drill covers "${id}".`)
    }
  },
}
