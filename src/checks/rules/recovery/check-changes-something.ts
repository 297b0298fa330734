import { actionFact } from '#catalog'
import type { Rule } from '../../rule.ts'

export const checkChangesSomething: Rule = {
  code: 'check-changes-something',
  severity: 'error',
  title: 'The check of a step may change something',
  why: 'A check is run before an act that may never come, in a dry run as well, so it may only look.',
  fix: 'Use an action that changes nothing, or make it a step of its own; `muster explain actions` lists them.',
  requirements: ['runbook.procedures', 'muster.liveness'],
  bad: `
recovery:
  failover:
    stop-jobs:
      title: Stop the jobs
      phase: verify
      owner: on-call
      manual: Turn the switch off
      expected: 2m
      checks:
        before:
          - action: { use: traffic.hold, with: {} } # ERROR: Before "stop-jobs" the action "traffic.hold" is used as a check, and it changes something.
        after:
          - action: { use: jobs.look, with: {} } # ERROR: After "stop-jobs" the action "jobs.look" is used as a check, and nothing is known of what it changes.
`,
  good: `
recovery:
  failover:
    stop-jobs:
      title: Stop the jobs
      phase: verify
      owner: on-call
      manual: Turn the switch off
      expected: 2m
      checks:
        before:
          - { title: The shop answers in the west, action: { use: http.verify, with: { component: shop, region: west } } }
`,
  check({ plan, at }, report, seen) {
    for (const direction of ['failover', 'failback'] as const)
      for (const [id, { checks }] of Object.entries(plan.recovery?.[direction] ?? {}))
        for (const [list, when] of [
          [checks?.before, 'Before'],
          [checks?.after, 'After'],
        ] as const)
          for (const { action } of list ?? []) {
            seen()
            const fact = actionFact(action.use)
            if (fact?.effect === 'none' && fact.changes !== true) continue
            const what = fact ? 'it changes something' : 'nothing is known of what it changes'
            report(at(action, 'use'), `${when} "${id}" the action "${action.use}" is used as a check, and ${what}.`)
          }
  },
}
