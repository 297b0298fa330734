import type { Rule } from '../../rule.ts'

export const sameTierForEverything: Rule = {
  code: 'same-tier-for-everything',
  severity: 'note',
  title: 'Every flow has the same tier',
  why: 'Where everything is equally important, nobody has decided what comes first, and most of it is over- or under-protected.',
  fix: 'Ask of each flow what an hour of outage costs, and give it the tier that fits.',
  requirements: ['classify.right-size', 'classify.flows'],
  bad: `
flows: # NOTE: All 4 flows are tier 1.
  buy: { does: Something, tier: 1, objectives: { default: { rto: 30m, rpo: 1m } }, needs: [shop], signedOff: [{ by: owner, on: 2026-10-01 }] }
  browse: { does: Something, tier: 1, objectives: { default: { rto: 30m, rpo: 1m } }, needs: [shop], signedOff: [{ by: owner, on: 2026-10-01 }] }
  track: { does: Something, tier: 1, objectives: { default: { rto: 30m, rpo: 1m } }, needs: [shop], signedOff: [{ by: owner, on: 2026-10-01 }] }
  report: { does: Something, tier: 1, objectives: { default: { rto: 30m, rpo: 1m } }, needs: [shop], signedOff: [{ by: owner, on: 2026-10-01 }] }
`,
  good: `
flows:
  buy: { does: Something, tier: 1, objectives: { default: { rto: 30m, rpo: 1m } }, needs: [shop], signedOff: [{ by: owner, on: 2026-10-01 }] }
  browse: { does: Something, tier: 1, objectives: { default: { rto: 30m, rpo: 1m } }, needs: [shop], signedOff: [{ by: owner, on: 2026-10-01 }] }
  track: { does: Something, tier: 1, objectives: { default: { rto: 30m, rpo: 1m } }, needs: [shop], signedOff: [{ by: owner, on: 2026-10-01 }] }
  report: { does: Something, tier: 2, objectives: { default: { rto: 4h, rpo: 1h } }, needs: [shop], signedOff: [{ by: owner, on: 2026-10-01 }] }
`,
  check({ plan, at, unsure }, report, seen) {
    const flows = Object.values(plan.flows)
    const [first] = flows
    // A few flows can well be alike.
    if (!first || flows.length < 4 || unsure('flows')) return
    seen()
    if (flows.every(({ tier }) => tier === first.tier))
      report(at(plan, 'flows'), `All ${flows.length} flows are tier ${first.tier}.`)
  },
}
