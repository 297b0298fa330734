import { firstWith } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const monitoringLostWithRegion: Rule = {
  code: 'monitoring-lost-with-region',
  severity: 'warning',
  title: 'The monitoring is lost with the region',
  why: 'Nobody would see that the region is gone, nor whether the other one carries the load.',
  fix: 'Run the monitoring, or a second one, outside the first region, and say fromOutside: true.',
  requirements: ['warm-standby.readiness.c3', 'muster.liveness'],
  bad: `
monitoring: { regions: [east, west], fromOutside: false } # WARNING: The monitoring does not work when the first region is gone, and "shop" is to recover then.
`,
  good: `
monitoring: { regions: [east, west], fromOutside: true }
`,
  check(subject, report, seen) {
    const { monitoring } = subject.plan
    const first = firstWith(subject, ['active-active', 'hot-standby', 'warm-standby', 'cold-standby', 'backup-restore'])
    if (monitoring?.fromOutside === undefined || !first) return
    seen()
    if (monitoring.fromOutside) return
    report(
      subject.at(monitoring, 'fromOutside'),
      `The monitoring does not work when the first region is gone, and "${first[0]}" is to recover then.`,
    )
  },
}
