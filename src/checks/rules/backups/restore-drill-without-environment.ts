import type { Rule } from '../../rule.ts'

export const restoreDrillWithoutEnvironment: Rule = {
  code: 'restore-drill-without-environment',
  severity: 'note',
  title: 'A restore drill names no environment',
  why: 'A restore next to production can overwrite what it was meant to protect, or be skipped for fear of that.',
  fix: 'Restore to a staging environment and name it: environment: staging.',
  requirements: ['backup-restore.restore-tests.c2'],
  bad: `
drills:
  - { scenario: east-lost, every: 90d, target: lab }
  - { scenario: east-lost, every: 90d, kind: restore } # NOTE: The restore drill of "east-lost" does not say to which environment it restores.
`,
  good: `
drills:
  - { scenario: east-lost, every: 90d, target: lab }
  - { scenario: east-lost, every: 90d, kind: restore, environment: staging }
`,
  check({ plan, at, unsure }, report, seen) {
    for (const drill of plan.drills ?? []) {
      if (drill.kind !== 'restore') continue
      seen()
      // A target has an environment of its own.
      const { target = '', environment } = drill
      const said = environment ?? plan.targets?.[target]?.environment
      if (said === undefined && !unsure('targets', target))
        report(
          at(drill, 'environment'),
          `The restore drill of "${drill.scenario}" does not say to which environment it restores.`,
        )
    }
  },
}
