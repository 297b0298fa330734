import { sentence, usersOf } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const monitoringMissesRegion: Rule = {
  code: 'monitoring-misses-region',
  severity: 'warning',
  title: 'The monitoring leaves out a region that is used',
  why: 'A standby that nobody watches breaks unnoticed, and a recovery cannot be judged in a region that nobody sees.',
  fix: 'Watch every region that the plan uses, and name it under monitoring.regions.',
  requirements: ['warm-standby.readiness.c3', 'cold-standby.readiness.c2'],
  bad: `
monitoring: { regions: [east] } # WARNING: The monitoring covers east only, and "shop" stands by in west.
`,
  good: `
monitoring: { regions: [east, west] }
`,
  check(subject, report, seen) {
    const { monitoring } = subject.plan
    if (!monitoring?.regions || subject.unsure('monitoring', 'regions')) return
    const watched = new Set(monitoring.regions)
    const covers = monitoring.regions.length === 0 ? 'no region' : `${sentence(monitoring.regions)} only`
    for (const [region, { id, standsBy }] of usersOf(subject)) {
      seen()
      if (watched.has(region)) continue
      report(
        subject.at(monitoring, 'regions'),
        `The monitoring covers ${covers}, and "${id}" ${standsBy ? 'stands by' : 'runs'} in ${region}.`,
      )
    }
  },
}
