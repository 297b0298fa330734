import type { Rule } from '../../rule.ts'

export const failbackMissing: Rule = {
  code: 'failback-missing',
  severity: 'note',
  title: 'The way back is not planned',
  why: 'Going back is often harder than going away, and is done under less pressure only when somebody has said what must hold.',
  fix: 'Add failback: its criteria, who decides (decidedBy), and when it may be done (window).',
  requirements: [
    'friction.failback',
    'muster.failback.active-active',
    'muster.failback.warm-standby',
    'muster.failback.cold-standby',
    'muster.failback.backup-restore',
    'runbook.procedures',
  ],
  bad: `
scenarios: # NOTE: Nothing says when and by whom the workload is taken back after "east-lost".
  east-lost: { class: region, loses: [east] }
`,
  good: `
failback:
  criteria: [The first region has been stable for a day]
  decidedBy: [team-lead]
  window: At night, outside the hours of business
`,
  check({ plan, at, missing, unsure }, report, seen) {
    const [moved] = Object.entries(plan.scenarios).find(([, { loses = [] }]) => loses.length > 0) ?? []
    if (moved === undefined || unsure('failback')) return
    seen()
    if (!plan.failback)
      report(
        // It belongs beside the scenarios, and is accepted as what is not there.
        { ...missing('failback'), place: at(plan.scenarios).place },
        `Nothing says when and by whom the workload is taken back after "${moved}".`,
      )
  },
}
