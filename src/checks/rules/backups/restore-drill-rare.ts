import { formatDuration } from '#units'
import { quarter } from '../../backups.ts'
import type { Rule } from '../../rule.ts'

export const restoreDrillRare: Rule = {
  code: 'restore-drill-rare',
  severity: 'note',
  title: 'Restoring is rehearsed too seldom',
  why: 'The guidance asks for a restore drill every quarter, because backups stop being whole without a sound.',
  fix: 'Rehearse at least once a quarter: every: 90d.',
  requirements: ['backup-restore.restore-tests.c1'],
  bad: `
drills:
  - { scenario: east-lost, every: 90d, target: lab }
  - { scenario: east-lost, every: 365d, kind: restore } # NOTE: The restore of "east-lost" is rehearsed every 365d, and a quarter is 92d at most.
  - { scenario: east-lost, kind: restore } # NOTE: The restore of "east-lost" is rehearsed without an interval.
`,
  good: `
drills:
  - { scenario: east-lost, every: 90d, target: lab }
  - { scenario: east-lost, every: 90d, kind: restore }
`,
  check({ plan, at }, report, seen) {
    for (const drill of plan.drills ?? []) {
      if (drill.kind !== 'restore') continue
      seen()
      const spot = at(drill, 'every')
      const what = `The restore of "${drill.scenario}" is rehearsed`
      if (drill.every === undefined) report(spot, `${what} without an interval.`)
      else if (drill.every > quarter)
        report(
          spot,
          `${what} every ${formatDuration(drill.every)}, and a quarter is ${formatDuration(quarter)} at most.`,
        )
    }
  },
}
