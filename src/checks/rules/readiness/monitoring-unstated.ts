import { firstWith, unsaid } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const monitoringUnstated: Rule = {
  code: 'monitoring-unstated',
  severity: 'note',
  title: 'Reach or place of the monitoring is not stated',
  why: 'Whoever decides about a failover looks at the monitoring, and must see both sides while one of them is gone.',
  fix: 'Add monitoring.regions (what is watched) and monitoring.fromOutside (whether it works without the first region).',
  requirements: ['warm-standby.readiness.c3', 'cold-standby.readiness.c2'],
  bad: `
monitoring: # NOTE: Nothing says which regions are watched. # NOTE: Nothing says whether the monitoring works when the first region is gone.
  readiness: Board shop-readiness
`,
  good: `
monitoring: { regions: [east, west], fromOutside: true, readiness: Board shop-readiness }
`,
  check(subject, report, seen) {
    if (!firstWith(subject, ['active-active', 'hot-standby', 'warm-standby', 'cold-standby'])) return
    seen()
    if (!subject.plan.monitoring)
      return unsaid(subject, report, ['monitoring'], 'The plan names no monitoring that covers all its regions.')
    unsaid(subject, report, ['monitoring', 'regions'], 'Nothing says which regions are watched.')
    unsaid(
      subject,
      report,
      ['monitoring', 'fromOutside'],
      'Nothing says whether the monitoring works when the first region is gone.',
    )
  },
}
