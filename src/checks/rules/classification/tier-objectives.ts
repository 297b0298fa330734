import { tiers } from '#catalog'
import { formatDuration, formatShare } from '#units'
import type { Rule } from '../../rule.ts'

export const tierObjectives: Rule = {
  code: 'tier-objectives',
  severity: 'warning',
  title: 'Objectives do not fit the tier',
  why: 'A tier stands for a promise; one that is too weak under-prepares the flow, one that is too strong is paid for without need.',
  fix: 'Change the objective, or move the flow to the tier that fits, and have it signed again.',
  requirements: [
    'tier.0',
    'tier.1',
    'tier.2',
    'tier.3',
    'classify.right-size',
    'cost.tier-0',
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
      default:
        slo: 99% # WARNING: Flow "buy" promises 99%; tier 1 (business critical) stands for 99.95% or more.
        rto: 4h # WARNING: Flow "buy" may take 4h; tier 1 (business critical) stands for 1h or less.
        rpo: 1h # WARNING: Flow "buy" may lose 1h; tier 1 (business critical) stands for 15m or less.
    needs: [shop]
    signedOff: [{ by: owner, on: 2026-10-01 }]
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m } }
    needs: [shop]
    signedOff: [{ by: owner, on: 2026-10-01 }]
`,
  check({ plan, unsure, at }, report, seen) {
    for (const [id, flow] of Object.entries(plan.flows)) {
      seen()
      const tier = tiers[flow.tier]
      const stands = `tier ${flow.tier} (${tier.title}) stands for`
      const objectives = flow.objectives.default
      const { slo, rto, rpo } = objectives
      for (const missing of ['rto', 'rpo'] as const)
        if (objectives[missing] === undefined && !unsure('flows', id, 'objectives', 'default', missing))
          report(
            at(objectives),
            `Flow "${id}" has no ${missing.toUpperCase()}.`,
            `Add ${missing}, signed by those who depend on the flow.`,
          )
      if (slo !== undefined && tier.sloAtLeast !== undefined && slo < tier.sloAtLeast)
        report(
          at(objectives, 'slo'),
          `Flow "${id}" promises ${formatShare(slo)}; ${stands} ${formatShare(tier.sloAtLeast)} or more.`,
        )
      const above = flow.tier === 0 ? undefined : tiers[(flow.tier - 1) as 0 | 1 | 2].sloAtLeast
      if (slo !== undefined && above !== undefined && slo >= above)
        report(
          at(objectives, 'slo'),
          `Flow "${id}" promises ${formatShare(slo)}; ${stands} less than ${formatShare(above)}.`,
        )
      if (rto !== undefined && rto > tier.rtoAtMost)
        report(
          at(objectives, 'rto'),
          `Flow "${id}" may take ${formatDuration(rto)}; ${stands} ${formatDuration(tier.rtoAtMost)} or less.`,
        )
      if (rto !== undefined && rto < tier.rtoAtLeast)
        report(
          at(objectives, 'rto'),
          `Flow "${id}" may take only ${formatDuration(rto)}; ${stands} ${formatDuration(tier.rtoAtLeast)} or more.`,
        )
      if (rpo !== undefined && rpo > tier.rpoAtMost)
        report(
          at(objectives, 'rpo'),
          `Flow "${id}" may lose ${formatDuration(rpo)}; ${stands} ${formatDuration(tier.rpoAtMost)} or less.`,
        )
    }
  },
}
