import { formatDuration } from '#units'
import type { Rule } from '../../rule.ts'

export const mtdMissing: Rule = {
  code: 'mtd-missing',
  severity: 'note',
  title: 'Nobody says how long the business survives without a flow',
  why: 'The RTO says what is tried, the maximum tolerable downtime what must not happen; without it nobody knows how late is too late.',
  fix: 'Add mtd under objectives.default, from the business-impact analysis.',
  requirements: ['muster.max-downtime'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m } } # NOTE: Flow "buy" has an RTO of 30m, and no maximum tolerable downtime.
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
`,
  check({ plan, at }, report, seen) {
    for (const [id, { objectives }] of Object.entries(plan.flows)) {
      const { rto, mtd } = objectives.default
      if (rto === undefined) continue
      seen()
      if (mtd === undefined)
        report(
          at(objectives.default, 'mtd'),
          `Flow "${id}" has an RTO of ${formatDuration(rto)}, and no maximum tolerable downtime.`,
        )
    }
  },
}
