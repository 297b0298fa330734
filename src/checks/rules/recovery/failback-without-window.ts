import type { Rule } from '../../rule.ts'

export const failbackWithoutWindow: Rule = {
  code: 'failback-without-window',
  severity: 'note',
  title: 'The way back may be taken at any time',
  why: 'Going back is a choice, so customers need not notice it.',
  fix: 'Say under window when it may be done.',
  requirements: ['friction.failback', 'runbook.procedures'],
  bad: `
failback: # NOTE: Nothing says when the workload may be taken back.
  criteria: [The first region has been stable for a day]
  decidedBy: [team-lead]
`,
  good: `
failback:
  criteria: [The first region has been stable for a day]
  decidedBy: [team-lead]
  window: At night, outside the hours of business
`,
  check({ plan, at, unsure }, report, seen) {
    if (!plan.failback || unsure('failback')) return
    seen()
    if (plan.failback.window === undefined)
      report(at(plan.failback), 'Nothing says when the workload may be taken back.')
  },
}
