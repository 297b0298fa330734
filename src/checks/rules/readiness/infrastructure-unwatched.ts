import { firstWith, sentence, unsaid } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const infrastructureUnwatched: Rule = {
  code: 'infrastructure-unwatched',
  severity: 'note',
  title: 'Nobody watches the infrastructure of the standby',
  why: 'What does not run raises no alarm of its own: expired certificates, full address ranges and lost quota stay unseen.',
  fix: 'Name the alert that watches the standby region under monitoring.alerts.infrastructure.',
  requirements: ['cold-standby.readiness.c2'],
  bad: `
flows: # NOTE: No alert tells what becomes of the infrastructure in west, where "shop" would start.
  report:
    does: Finance reads the sales
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 8h, rpo: 4h, mtd: 24h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: cold-standby, active: [east], standby: [west] }
`,
  good: `
flows:
  report:
    does: Finance reads the sales
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 8h, rpo: 4h, mtd: 24h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: cold-standby, active: [east], standby: [west] }
monitoring: { alerts: { infrastructure: Daily check of quota and certificates in west } }
`,
  check(subject, report, seen) {
    const first = firstWith(subject, ['cold-standby'])
    if (!first) return
    seen()
    const [id, { standby = [] }] = first
    const where = standby.length > 0 ? sentence(standby) : 'the standby region'
    unsaid(
      subject,
      report,
      ['monitoring', 'alerts', 'infrastructure'],
      `No alert tells what becomes of the infrastructure in ${where}, where "${id}" would start.`,
    )
  },
}
