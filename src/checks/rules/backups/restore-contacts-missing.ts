import type { Rule } from '../../rule.ts'

export const restoreContactsMissing: Rule = {
  code: 'restore-contacts-missing',
  severity: 'note',
  title: 'A restore has nobody to do or approve it',
  why: 'Whoever finds the damage then searches for somebody who can, and somebody who may.',
  fix: 'Name the owner of the component, and give the activation approvals.',
  requirements: ['backup-restore.procedures.c3'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive: # NOTE: Nobody owns the restore of "archive".
    type: object-storage
    strategy: backup-restore
    active: [east]
    data:
      backup: { every: 4h }
scenarios:
  east-lost: { class: region, loses: [east] }
activation:
  east-lost: # NOTE: "archive" is restored in "east-lost", and the activation names no approvals.
    when: 'probes.shop.failingFor >= duration("2m")'
    decideWithin: 5m
    declaredBy: [on-call]
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: backup-restore
    active: [east]
    owner: on-call
    data:
      backup: { every: 4h }
scenarios:
  east-lost: { class: region, loses: [east] }
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    decideWithin: 5m
    declaredBy: [on-call]
    approvals: { from: [on-call, team-lead], atLeast: 1 }
    escalation: [{ after: 2m, to: team-lead }]
`,
  check(subject, report, seen) {
    const { plan, components, at } = subject
    const restored = components.filter(([, { strategy }]) => strategy === 'backup-restore')
    for (const [id, component] of restored) {
      seen()
      if (component.owner === undefined) report(at(component, 'owner'), `Nobody owns the restore of "${id}".`)
    }
    for (const [scenarioId, activation] of Object.entries(plan.activation ?? {})) {
      const scenario = Object.hasOwn(plan.scenarios, scenarioId) ? plan.scenarios[scenarioId] : undefined
      if (!scenario) continue
      const hit = new Set(scenario.of)
      const first = restored.find(([id, component]) => hit.has(id) || subject.loses(scenario, component))
      if (!first) continue
      seen()
      // Of every activation without an escalation, another rule speaks.
      if (activation.approvals === undefined && !at(activation, 'approvals').invalid)
        report(at(activation), `"${first[0]}" is restored in "${scenarioId}", and the activation names no approvals.`)
    }
  },
}
