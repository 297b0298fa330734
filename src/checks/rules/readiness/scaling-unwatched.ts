import { unsaid } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const scalingUnwatched: Rule = {
  code: 'scaling-unwatched',
  severity: 'note',
  title: 'Nobody is told when the standby grows, or cannot',
  why: 'A standby that wants to grow and cannot is overloaded at the moment when it carries everything.',
  fix: 'Name the alert under monitoring.alerts.scaling.',
  requirements: ['warm-standby.readiness.c2'],
  bad: `
components: # NOTE: "shop" grows when it takes over, and no alert tells of it.
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    capacity: { standby: 30%, scaling: { automatic: true, from: 2, to: 8, takes: 5m, threshold: 70%, quota: 10 } }
`,
  good: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    capacity: { standby: 30%, scaling: { automatic: true, from: 2, to: 8, takes: 5m, threshold: 70%, quota: 10 } }
monitoring: { alerts: { scaling: Alert shop-scale } }
`,
  check(subject, report, seen) {
    const growing = subject.components.find(([, { capacity }]) => capacity?.scaling !== undefined)
    if (!growing) return
    seen()
    unsaid(
      subject,
      report,
      ['monitoring', 'alerts', 'scaling'],
      `"${growing[0]}" grows when it takes over, and no alert tells of it.`,
    )
  },
}
