import { unsaid } from '../../layout.ts'
import { isRouter } from '../../routes.ts'
import type { Rule } from '../../rule.ts'

export const routingUnwatched: Rule = {
  code: 'routing-unwatched',
  severity: 'note',
  title: 'Nobody is told when traffic changes its region',
  why: 'Traffic that has moved, or has not, is the first sign of a failover that went wrong.',
  fix: 'Name the alert under monitoring.alerts.routing.',
  requirements: ['warm-standby.readiness.c2'],
  bad: `
flows: # NOTE: "edge" sends traffic to one region or another, and no alert tells when that changes.
  buy:
    does: A customer buys something
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 4h, rpo: 1h, mtd: 8h } }
    needs: [edge, shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  edge: { type: traffic-manager }
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 4h, rpo: 1h, mtd: 8h } }
    needs: [edge, shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  edge: { type: traffic-manager }
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
monitoring: { alerts: { routing: Alert edge-endpoint-down } }
`,
  check(subject, report, seen) {
    const router = subject.components.find(([, component]) => isRouter(component))
    if (!router) return
    seen()
    unsaid(
      subject,
      report,
      ['monitoring', 'alerts', 'routing'],
      `"${router[0]}" sends traffic to one region or another, and no alert tells when that changes.`,
    )
  },
}
