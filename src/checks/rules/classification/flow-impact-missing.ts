import type { Rule } from '../../rule.ts'

export const flowImpactMissing: Rule = {
  code: 'flow-impact-missing',
  severity: 'note',
  title: 'Nobody says who relies on a flow, or what its outage does',
  why: 'A tier is a judgement of harm, and without the harm it is a guess.',
  fix: 'Add usedBy, and ifDown with effects or perHour.',
  requirements: ['classify.flows'],
  bad: `
flows:
  buy: # NOTE: Flow "buy" does not say who relies on it, and what its outage does.
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m } }
    needs: [shop]
    signedOff: [{ by: owner, on: 2026-10-01 }]
`,
  good: `
flows:
  buy:
    does: A customer buys something
    usedBy: Customers
    ifDown: { perHour: 45000 USD, effects: [lost revenue] }
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m } }
    needs: [shop]
    signedOff: [{ by: owner, on: 2026-10-01 }]
`,
  check({ plan, at, unsure }, report, seen) {
    for (const [id, flow] of Object.entries(plan.flows)) {
      seen()
      const { usedBy, ifDown } = flow
      const harm = ifDown?.perHour !== undefined || (ifDown?.effects ?? []).length > 0
      const lacking = [
        ...(usedBy !== undefined || at(flow, 'usedBy').invalid ? [] : ['who relies on it']),
        ...(harm || unsure('flows', id, 'ifDown') ? [] : ['what its outage does']),
      ]
      if (lacking.length > 0) report(at(flow), `Flow "${id}" does not say ${lacking.join(', and ')}.`)
    }
  },
}
