import { isForced, recoveriesOf } from '../../recoveries.ts'
import type { Rule } from '../../rule.ts'

export const runbookByHand: Rule = {
  code: 'runbook-by-hand',
  severity: 'note',
  title: 'A disaster other than a lost region has no steps',
  why: 'Without steps that somebody has thought through, people improvise.',
  fix: 'Change the scenario so that it can be compiled, or add the steps under recovery.failover.',
  requirements: ['runbook.procedures', 'backup-restore.procedures.c1'],
  bad: `
scenarios:
  east-lost: { class: region, loses: [east] }
  line-cut: { class: partition, between: [east] } # NOTE: There are no steps for "line-cut" (partition). The scenario "line-cut" names 1 region that no longer sees another one, and this version compiles a cut between two.
`,
  good: `
scenarios:
  east-lost: { class: region, loses: [east] }
  line-cut: { class: partition, between: [east, west] }
drills:
  - { scenario: east-lost, every: 90d, target: lab }
  - { scenario: line-cut, every: 180d, target: lab }
`,
  check({ plan, at, unsure }, report, seen) {
    if (unsure('recovery')) return
    // A planned switch, a step that stands in for a compiled one and another runbook are of a lost region.
    const own = Object.values(plan.recovery?.failover ?? {}).some(
      (step) => isForced(step) && step.insteadOf === undefined && step.runbook === undefined,
    )
    for (const { id, scenario, compiled } of recoveriesOf(plan)) {
      if (scenario.class === 'region') continue
      seen()
      if ('reason' in compiled && !own)
        report(at(scenario), `There are no steps for "${id}" (${scenario.class}). ${compiled.reason}`, compiled.fix)
    }
  },
}
