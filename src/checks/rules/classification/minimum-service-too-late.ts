import { formatDuration } from '#units'
import type { Rule } from '../../rule.ts'

export const minimumServiceTooLate: Rule = {
  code: 'minimum-service-too-late',
  severity: 'error',
  title: 'The minimum service comes after the full one',
  why: 'What must work first cannot be later than the whole.',
  fix: 'Lower minimumService.rto below the RTO of the flow.',
  requirements: ['muster.degradation'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
    minimumService: { rto: 2h, capacity: 60% } # ERROR: The minimum service of flow "buy" is back after 2h, and its RTO is 30m.
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
    minimumService: { rto: 15m, capacity: 60% }
`,
  check({ plan, at }, report, seen) {
    for (const [id, { minimumService, objectives }] of Object.entries(plan.flows)) {
      const { rto } = objectives.default
      if (minimumService?.rto === undefined || rto === undefined) continue
      seen()
      if (minimumService.rto > rto)
        report(
          at(minimumService, 'rto'),
          `The minimum service of flow "${id}" is back after ${formatDuration(minimumService.rto)}, and its RTO is ${formatDuration(rto)}.`,
        )
    }
  },
}
