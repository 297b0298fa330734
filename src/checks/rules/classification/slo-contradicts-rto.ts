import { formatDuration, formatShare } from '#units'
import type { Rule } from '../../rule.ts'

export const sloContradictsRto: Rule = {
  code: 'slo-contradicts-rto',
  severity: 'warning',
  title: 'One recovery uses up more than a year of the SLO',
  why: 'A promise of availability that a single disaster breaks for a year is not a promise for disasters.',
  fix: 'Lower the RTO or the SLO, and have them signed again.',
  requirements: ['tier.0', 'tier.1', 'tier.2'],
  bad: `
flows:
  report:
    does: Figures of yesterday are read
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 12h, rpo: 4h } } # WARNING: Flow "report" promises 99.9%, which allows 8h 45m of downtime a year, and its RTO is 12h.
    needs: [shop]
    signedOff: [{ by: owner, on: 2026-10-01 }]
`,
  good: `
flows:
  report:
    does: Figures of yesterday are read
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 4h, rpo: 4h } }
    needs: [shop]
    signedOff: [{ by: owner, on: 2026-10-01 }]
`,
  check({ plan, at }, report, seen) {
    for (const [id, { objectives }] of Object.entries(plan.flows)) {
      const { slo, rto } = objectives.default
      if (slo === undefined || rto === undefined) continue
      seen()
      const allowed = (1 - slo) * 365 * 86_400
      // To the second, because a share is not exact in binary.
      if (rto > Math.ceil(allowed))
        report(
          at(objectives.default, 'slo'),
          `Flow "${id}" promises ${formatShare(slo)}, which allows ${formatDuration(allowed)} of downtime a year, and its RTO is ${formatDuration(rto)}.`,
        )
    }
  },
}
