import { tiers } from '#catalog'
import { formatShare } from '#units'
import type { Rule } from '../../rule.ts'

export const sloMissing: Rule = {
  code: 'slo-missing',
  severity: 'note',
  title: 'A flow has no SLO',
  why: 'A tier says how often something may fail as well as how fast it comes back.',
  fix: 'Add slo under objectives.default, signed by those who depend on the flow.',
  requirements: ['tier.0', 'tier.1', 'tier.2', 'tier.3'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { rto: 30m, rpo: 1m } } # NOTE: Flow "buy" (tier 1) has no SLO; its tier stands for 99.95% or more.
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
`,
  check({ plan, at }, report, seen) {
    for (const [id, { tier, objectives }] of Object.entries(plan.flows)) {
      seen()
      if (objectives.default.slo !== undefined) continue
      const least = tiers[tier].sloAtLeast
      const stands = least === undefined ? '' : `; its tier stands for ${formatShare(least)} or more`
      report(at(objectives.default, 'slo'), `Flow "${id}" (tier ${tier}) has no SLO${stands}.`)
    }
  },
}
