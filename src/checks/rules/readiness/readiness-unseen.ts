import { firstWith, unsaid } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const readinessUnseen: Rule = {
  code: 'readiness-unseen',
  severity: 'note',
  title: 'Whether every part could take over is seen nowhere',
  why: 'Each part is watched by somebody else, and one that is not ready stops all the others.',
  fix: 'Name the page or board that shows the readiness of every component under monitoring.readiness.',
  requirements: ['cold-standby.readiness.c3'],
  bad: `
flows: # NOTE: Nothing shows whether "shop" and what it needs could be started elsewhere now.
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
monitoring: { readiness: Board shop-readiness fed by the nightly check }
`,
  check(subject, report, seen) {
    const first = firstWith(subject, ['cold-standby'])
    if (!first) return
    seen()
    unsaid(
      subject,
      report,
      ['monitoring', 'readiness'],
      `Nothing shows whether "${first[0]}" and what it needs could be started elsewhere now.`,
    )
  },
}
