import { formatDuration } from '#units'
import { decidedBy } from '../../activations.ts'
import { forecastsOf, rtoOf, runs } from '../../forecasts.ts'
import type { Rule } from '../../rule.ts'

export const forecastMissesRto: Rule = {
  code: 'forecast-misses-rto',
  severity: 'warning',
  title: 'The forecast does not fit into the RTO',
  why: 'The clock of the RTO starts with the fault; noticing, deciding and every step must fit into it.',
  fix: 'Shorten the threshold, the decision or the steps, or raise the RTO and have it signed again.',
  requirements: [
    'muster.objectives.warm-standby',
    'muster.objectives.cold-standby',
    'muster.objectives.backup-restore',
  ],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives:
      default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } # WARNING: From "east-lost" the flow "buy" is back after 40m 17s (p95 of 100 simulated runs), but its RTO is 30m.
    needs: [shop]
recovery:
  failover:
    look: { title: Look at the accounts, phase: verify, owner: on-call, region: west, before: [route.traffic@west], manual: Look at them, expected: 32m }
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
  check(subject, report, seen) {
    const { at } = subject
    for (const { id, scenario, timed } of forecastsOf(subject)) {
      for (const { flow, p95, firm, target, unknown } of timed) {
        const objectives = rtoOf(subject, scenario, flow)
        if (!objectives || target === undefined || unknown.length > 0) continue
        seen()
        // Where noticing and deciding alone take the RTO, another rule speaks of it.
        if ((decidedBy(subject.plan, id) ?? 0) >= target) continue
        if (firm > target)
          report(
            at(objectives, 'rto'),
            `From "${id}" the flow "${flow}" is back after ${formatDuration(p95)} (p95 of ${runs} simulated runs), but its RTO is ${formatDuration(target)}.`,
          )
      }
    }
  },
}
