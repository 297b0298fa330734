import type { Rule } from '../../rule.ts'

export const minimumServiceMissing: Rule = {
  code: 'minimum-service-missing',
  severity: 'note',
  title: 'Nobody says what must work first',
  why: 'Without a least that must work, everything is recovered at once and nothing early.',
  fix: 'Add minimumService with is, rto or capacity.',
  requirements: ['muster.degradation'],
  bad: `
flows:
  buy: # NOTE: Flow "buy" (tier 1) does not say what must work first.
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m } }
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
    minimumService: { is: Orders are taken, rto: 15m, capacity: 60% }
`,
  check({ plan, at }, report, seen) {
    for (const [id, flow] of Object.entries(plan.flows)) {
      // The lowest tier can wait for the whole.
      if (flow.tier === 3) continue
      seen()
      if (!flow.minimumService)
        report(at(flow, 'minimumService'), `Flow "${id}" (tier ${flow.tier}) does not say what must work first.`)
    }
  },
}
