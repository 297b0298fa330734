import type { Rule } from '../../rule.ts'

export const postRecoveryMissing: Rule = {
  code: 'post-recovery-missing',
  severity: 'note',
  title: 'What comes after a recovery is not planned',
  why: 'When service is back, everybody goes home, and what was set up in haste stays.',
  fix: 'Say under postRecovery what is cleaned up, and by when the cause is found and talked over.',
  requirements: ['runbook.review'],
  bad: `
postRecovery: # NOTE: After a recovery nothing is said about temporary things to take away (cleanUp) and the talk about it (debriefWithin).
  owner: team-lead
  rootCauseWithin: 5d
`,
  good: `
postRecovery:
  owner: team-lead
  cleanUp: [Machines that were only needed for the move]
  rootCauseWithin: 5d
  debriefWithin: 10d
`,
  check({ plan, at, missing, unsure }, report, seen) {
    if (unsure('postRecovery')) return
    seen()
    if (!plan.postRecovery) {
      report(missing('postRecovery'), 'Nothing says what is to be done once service is back.')
      return
    }
    const { cleanUp = [], rootCauseWithin, debriefWithin } = plan.postRecovery
    const open = [
      ...(cleanUp.length === 0 ? ['temporary things to take away (cleanUp)'] : []),
      ...(rootCauseWithin === undefined ? ['the search for the cause (rootCauseWithin)'] : []),
      ...(debriefWithin === undefined ? ['the talk about it (debriefWithin)'] : []),
    ]
    if (open.length > 0) report(at(plan.postRecovery), `After a recovery nothing is said about ${open.join(' and ')}.`)
  },
}
