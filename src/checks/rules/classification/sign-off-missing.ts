import type { Rule } from '../../rule.ts'

export const signOffMissing: Rule = {
  code: 'sign-off-missing',
  severity: 'warning',
  title: 'Nobody has signed the objectives',
  why: 'Tier, RTO and RPO are decisions of the business, and a technical guess is found out only on the day.',
  fix: 'Have those who depend on the flow confirm them, and add signedOff: [{ by: …, on: … }].',
  requirements: ['classify.sign-off'],
  bad: `
flows:
  buy: # WARNING: Flow "buy" has a tier and objectives, and no sign-off.
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m } }
    needs: [shop]
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
  check({ plan, at, unsure }, report, seen) {
    for (const [id, flow] of Object.entries(plan.flows)) {
      seen()
      if ((flow.signedOff ?? []).length > 0 || unsure('flows', id, 'signedOff')) continue
      report(at(flow), `Flow "${id}" has a tier and objectives, and no sign-off.`)
    }
  },
}
