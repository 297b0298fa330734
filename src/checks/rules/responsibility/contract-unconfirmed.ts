import { seconds } from '#units'
import { dayAfter } from '../../days.ts'
import type { Rule } from '../../rule.ts'

/** A year, in seconds; our reading of "lately". */
const year = seconds(365 * 86_400)

export const contractUnconfirmed: Rule = {
  code: 'contract-unconfirmed',
  severity: 'warning',
  title: 'A contract has not been confirmed for a year',
  why: 'Services, owners and terms of a provider change without a word, and the recovery rests on the old ones.',
  fix: 'Have the provider confirm its recovery times, and write the day into contract.confirmedOn.',
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
    contract:
      provider: Card House
      rto: 15m
      confirmedOn: 2025-06-01 # WARNING: Card House last confirmed its recovery times on 2025-06-01, which was due again on 2026-06-01.
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
    contract: { provider: Card House, rto: 15m, confirmedOn: 2026-09-01 }
`,
  check({ components, critical, asOf, at }, report, seen) {
    for (const [id, { contract }] of components) {
      if (contract?.confirmedOn === undefined || !critical.has(id)) continue
      seen()
      const due = dayAfter(contract.confirmedOn, year)
      if (due >= asOf) continue
      const last = `${contract.provider} last confirmed its recovery times on ${contract.confirmedOn}`
      report(at(contract, 'confirmedOn'), `${last}, which was due again on ${due}.`)
    }
  },
}
