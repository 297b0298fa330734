import type { Rule } from '../../rule.ts'

const asked = {
  rto: 'within what time it recovers (rto)',
  rpo: 'how much data it may lose (rpo)',
  sla: 'how often it works (sla)',
  confirmedOn: 'when the provider last confirmed its recovery times (confirmedOn)',
} as const

export const contractIncomplete: Rule = {
  code: 'contract-incomplete',
  severity: 'note',
  title: 'A contract leaves out what a recovery has to know',
  why: 'Without these the objectives of a flow that needs it rest on hope.',
  fix: 'Ask the provider, and add what it says to the contract.',
  requirements: ['friction.shared', 'friction.shared-responsibility'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop, card-payments]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  card-payments:
    type: third-party
    strategy: active-active
    contract: { provider: Card House, sla: 99.99%, rto: 15m, rpo: 0s } # NOTE: The contract with Card House does not say when the provider last confirmed its recovery times (confirmedOn).
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop, card-payments]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  card-payments:
    type: third-party
    strategy: active-active
    contract: { provider: Card House, rto: 15m, rpo: 1m, sla: 99.99%, confirmedOn: 2026-09-01 }
`,
  check({ components, critical, at, unsure }, report, seen) {
    for (const [id, { contract }] of components) {
      if (!contract || !critical.has(id)) continue
      seen()
      for (const [key, words] of Object.entries(asked)) {
        if (contract[key as keyof typeof asked] !== undefined || unsure('components', id, 'contract', key)) continue
        report(at(contract), `The contract with ${contract.provider} does not say ${words}.`)
      }
    }
  },
}
