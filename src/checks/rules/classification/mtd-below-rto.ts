import { formatDuration } from '#units'
import type { Rule } from '../../rule.ts'

export const mtdBelowRto: Rule = {
  code: 'mtd-below-rto',
  severity: 'error',
  title: 'Maximum tolerable downtime is below the RTO',
  why: 'Recovering exactly as promised would already be too late for the business.',
  fix: 'Lower the RTO below the maximum tolerable downtime, and leave time to reconcile what was lost.',
  requirements: ['muster.max-downtime'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives:
      default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h }
      corruption: { rto: 8h } # ERROR: Flow "buy" may be down for 4h at most, and its RTO for corruption is 8h.
    needs: [shop]
    signedOff: [{ by: owner, on: 2026-10-01 }]
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives:
      default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h }
      corruption: { rto: 8h, mtd: 24h }
    needs: [shop]
    signedOff: [{ by: owner, on: 2026-10-01 }]
`,
  check({ plan, at }, report, seen) {
    for (const [id, flow] of Object.entries(plan.flows))
      for (const [name, objectives] of Object.entries(flow.objectives)) {
        // A class of disaster that changes neither is told of once, with the default.
        if (!objectives || (objectives.rto ?? objectives.mtd) === undefined) continue
        const rto = objectives.rto ?? flow.objectives.default.rto
        const mtd = objectives.mtd ?? flow.objectives.default.mtd
        if (rto === undefined || mtd === undefined) continue
        seen()
        if (mtd >= rto) continue
        report(
          at(objectives, objectives.rto === undefined ? 'mtd' : 'rto'),
          `Flow "${id}" may be down for ${formatDuration(mtd)} at most, and its RTO${name === 'default' ? '' : ` for ${name}`} is ${formatDuration(rto)}.`,
        )
      }
  },
}
