import { isForced, recoveriesOf } from '../../recoveries.ts'
import type { Rule } from '../../rule.ts'

export const runbookByHand: Rule = {
  code: 'runbook-by-hand',
  severity: 'note',
  title: 'A disaster other than a lost region has no steps',
  why: 'Without steps that somebody has thought through, people improvise.',
  fix: 'Add the steps under recovery.failover; this version compiles none for this class.',
  requirements: ['runbook.procedures', 'backup-restore.procedures.c1'],
  bad: `
scenarios:
  east-lost: { class: region, loses: [east] }
  shop-corrupt: { class: corruption, of: [shop] } # NOTE: There are no steps for "shop-corrupt" (corruption).
`,
  good: `
scenarios:
  east-lost: { class: region, loses: [east] }
  shop-corrupt: { class: corruption, of: [shop] }
recovery:
  failover:
    restore-shop: { title: Restore the shop, phase: recover, owner: on-call, region: west, manual: Restore the newest sound backup }
drills:
  - { scenario: east-lost, every: 90d, target: lab }
  - { scenario: shop-corrupt, every: 90d, kind: restore }
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
      if ('reason' in compiled && !own) report(at(scenario), `There are no steps for "${id}" (${scenario.class}).`)
    }
  },
}
