import type { Rule } from '../../rule.ts'

export const gapsWithoutDeadline: Rule = {
  code: 'gaps-without-deadline',
  severity: 'note',
  title: 'What a drill has shown has no deadline',
  why: 'A gap that nobody closes is found again in the next drill, or in the next disaster.',
  fix: 'Say with gapsClosedWithin how soon plan and system are mended.',
  requirements: ['test.gaps'],
  bad: `
postRecovery: # NOTE: Nothing says how soon what a drill has shown is mended.
  owner: team-lead
`,
  good: `
postRecovery: { owner: team-lead, gapsClosedWithin: 30d }
`,
  check({ plan, at, missing, unsure }, report, seen) {
    if (unsure('postRecovery')) return
    seen()
    if (plan.postRecovery?.gapsClosedWithin === undefined)
      report(
        plan.postRecovery ? at(plan.postRecovery) : missing('postRecovery'),
        'Nothing says how soon what a drill has shown is mended.',
      )
  },
}
