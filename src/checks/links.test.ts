import { describe, expect, it } from 'vitest'
import { type Plan, parsePlan } from '#plan'
import { check } from './index.ts'
import { completed, sampleDay } from './testing/sample.ts'

const planOf = (sample: string) => {
  const { plan } = parsePlan(completed(sample), 'plan.yaml')
  if (!plan) throw new Error('The sample is no plan.')
  return plan
}

const payments = planOf(`
metadata: { name: payments, owner: payments-team, review: { last: 2026-10-01, every: 90d } }
flows:
  charge:
    does: A card is charged
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 45m, rpo: 30s } }
    needs: [shop]
    signedOff: [{ by: owner, on: 2026-10-01 }]
`)

const shop = (extra: string) => `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [cards] }
  cards: { type: web-service, ${extra} }
`

const weakest = (sample: string, workloads?: ReadonlyMap<string, Plan>) =>
  check(parsePlan(completed(sample), 'plan.yaml'), { asOf: sampleDay, ...(workloads && { workloads }) })
    .problems.filter(({ code }) => code === 'weakest-link')
    .map(({ detail, place }) => `${place.line}: ${detail.split(' A flow comes back')[0]}`)

describe('the weakest link of a portfolio', () => {
  const portfolio = new Map([['payments', payments]])

  it('is the flow of another workload that promises less', () => {
    expect(weakest(shop('workload: payments, flow: charge'), portfolio)).toEqual([
      '4: Flow "buy" has an RTO of 30m, but "cards" gives 45m (flow "charge" of workload "payments"): buy > shop > cards.',
    ])
  })

  it('is unknown without the portfolio, without a flow, and for names that every object has', () => {
    expect(weakest(shop('workload: payments, flow: charge'))).toEqual([])
    expect(weakest(shop('workload: payments'), portfolio)).toEqual([])
    expect(weakest(shop('workload: payments, flow: constructor'), portfolio)).toEqual([])
    expect(weakest(shop('workload: somewhere, flow: charge'), portfolio)).toEqual([])
  })

  it('is nothing that the flow can do without', () => {
    const without = `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m } }
    needs: [shop]
    degradesWithout: { cards: Orders are charged later }
    signedOff: [{ by: owner, on: 2026-10-01 }]
${shop('workload: payments, flow: charge').trimStart()}`
    expect(weakest(without, portfolio)).toEqual([])
  })
})
