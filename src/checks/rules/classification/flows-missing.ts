import type { Rule } from '../../rule.ts'

export const flowsMissing: Rule = {
  code: 'flows-missing',
  severity: 'error',
  title: 'The plan has no flow',
  why: 'What nobody relies on needs no recovery, and what somebody relies on is recovered for what it does.',
  fix: 'List every flow: what it does, who relies on it, and what happens when it goes down.',
  requirements: ['classify.flows'],
  bad: `
flows: {} # ERROR: Nothing says what the workload is for.
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
  check({ plan, at, unsure }, report, seen) {
    // A flow that the parser has refused is a flow.
    if (unsure('flows')) return
    seen()
    if (Object.keys(plan.flows).length === 0) report(at(plan.flows), 'Nothing says what the workload is for.')
  },
}
