import type { Rule } from '../../rule.ts'

export const restoreStepsMissing: Rule = {
  code: 'restore-steps-missing',
  severity: 'note',
  title: 'Nobody says how it is restored',
  why: 'A restore is done seldom, by somebody who may not have built the system, and at the worst of times.',
  fix: 'Write the steps under recovery.failover, or say in failover.procedure where they are.',
  requirements: ['backup-restore.procedures.c1', 'runbook.procedures'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive: # NOTE: No step and no procedure says how "archive" is restored.
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
    failover: { by: customer, procedure: "Runbook RB-12, section 3" }
    data:
      backup: { every: 4h }
`,
  check({ plan, components, at, unsure }, report, seen) {
    const steps = Object.values(plan.recovery?.failover ?? {}).some(({ phase }) => phase === 'recover')
    // A step that the parser has refused may be the one.
    const said = steps || unsure('recovery', 'failover')
    for (const [id, component] of components) {
      if (component.strategy !== 'backup-restore') continue
      seen()
      if (said || component.failover?.procedure !== undefined || unsure('components', id, 'failover')) continue
      report(at(component, 'failover'), `No step and no procedure says how "${id}" is restored.`)
    }
  },
}
