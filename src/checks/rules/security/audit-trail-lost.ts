import { sentence, takenBy } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const auditTrailLost: Rule = {
  code: 'audit-trail-lost',
  severity: 'warning',
  title: 'The audit trail is lost with the region',
  why: 'What was done before the loss could no longer be shown, and what is done during the recovery would not be kept.',
  fix: 'Keep the trail in a region that the scenario spares too, and name it under security.audit.regions.',
  requirements: [
    'active-active.security.c3',
    'warm-standby.security.c3',
    'muster.security.cold-standby',
    'muster.security.backup-restore',
  ],
  bad: `
security:
  audit: { log: shop-activity, regions: [east] } # WARNING: The trail "shop-activity" is kept in east only, which scenario "east-lost" takes.
`,
  good: `
security:
  audit: { log: shop-activity, regions: [east, west] }
`,
  check({ plan, at, unsure }, report, seen) {
    const audit = plan.security?.audit
    if (!audit?.regions || unsure('security', 'audit', 'regions')) return
    seen()
    for (const [id] of takenBy(plan, audit.regions))
      report(
        at(audit, 'regions'),
        `The trail "${audit.log}" is kept in ${sentence(audit.regions)} only, which scenario "${id}" takes.`,
      )
  },
}
