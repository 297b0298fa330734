import { formatDuration } from '#units'
import { decidedBy } from '../../activations.ts'
import { forecastsOf, rtoOf, runs } from '../../forecasts.ts'
import type { Rule } from '../../rule.ts'

export const forecastDoubtsRto: Rule = {
  code: 'forecast-doubts-rto',
  severity: 'note',
  title: 'By usual times the recovery does not fit into the RTO',
  why: 'Nobody has measured these steps on the workload, and elsewhere they take longer than the RTO allows.',
  fix: 'Measure them in a drill, say what they take here with expected, or raise the RTO and have it signed again.',
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
      default: { slo: 99.95%, rto: 8m, rpo: 1m, mtd: 4h } # NOTE: From "east-lost" the flow "buy" is back after 8m 26s by the usual times of its steps (p95 of 100 simulated runs), but its RTO is 8m.
    needs: [shop]
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
        if (p95 > target && firm <= target)
          report(
            at(objectives, 'rto'),
            `From "${id}" the flow "${flow}" is back after ${formatDuration(p95)} by the usual times of its steps (p95 of ${runs} simulated runs), but its RTO is ${formatDuration(target)}.`,
          )
      }
    }
  },
}
