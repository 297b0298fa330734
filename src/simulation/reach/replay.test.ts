import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Incident, incidents } from '#catalog'
import type { Loss } from './needs.ts'
import { type Outage, outageOf, pairLost, withPairLost } from './outage.ts'
import { replay } from './replay.ts'
import { byHand, shop, wayOf } from './testing/plans.ts'

const hour = 3600
const known = (id: string): Incident => incidents.find((one) => one.id === id) as Incident
const outage = (...losses: readonly Loss[]): Outage => ({ id: 'supposed', losses, regions: ['east'], assumes: [] })

describe('an outage', () => {
  test('of the region is met where nothing holds the recovery up', () => {
    const plan = shop()
    const found = replay(
      plan,
      [wayOf(plan)],
      outage({ capability: 'region-data-plane', regions: ['east'], until: 5 * hour }),
    )
    expect(found).toMatchObject({ verdict: 'met', scenario: 'east-lost', blockedSteps: [] })
    expect(found.flows[0]?.rto.expected).toBeCloseTo(451, 0)
    expect(found.flows[0]?.rpo).toEqual({ expected: 1, target: 60 })
    expect(found.why).toBe('checkout is back after 7m 31s, within every objective.')
  })

  test('is blocked by the step that waits for longer than the RTO, for as long as it waits', () => {
    const plan = shop()
    const found = replay(
      plan,
      [wayOf(plan)],
      outage(
        { capability: 'region-data-plane', regions: ['east'], until: 5 * hour },
        { capability: 'edge-management', until: 8 * hour },
      ),
    )
    expect(found.verdict).toBe('blocked')
    expect(found.blockedSteps).toEqual([{ step: 'fence.east@west', capability: 'edge-management' }])
    expect(found.blockedFor).toBe(8 * hour - 425)
    expect(found.why).toContain('fence.east@west waits 7h 52m for edge-management')
  })

  test('is late where a step waits, but not for as long as the RTO', () => {
    const plan = shop()
    const found = replay(
      plan,
      [wayOf(plan)],
      outage(
        { capability: 'region-data-plane', regions: ['east'], until: 5 * hour },
        { capability: 'edge-management', until: 1799 },
      ),
    )
    expect(found.verdict).toBe('late')
  })

  test('is met by a fallback that needs nothing of what is gone', () => {
    const plan = shop(byHand)
    const losses = [
      { capability: 'region-data-plane', regions: ['east'], until: 5 * hour },
      { capability: 'edge-data-plane', until: 8 * hour },
    ]
    const found = replay(plan, [wayOf(plan)], outage(...losses))
    expect(found.verdict).toBe('met')
    expect(found.blockedSteps).toEqual([{ step: 'route.edge@west', capability: 'edge-data-plane' }])
    expect(found.why).toContain('although route.edge@west waits')
    const both = replay(plan, [wayOf(plan)], outage(...losses, { capability: 'public-dns', until: 8 * hour }))
    expect(both.verdict).toBe('blocked')
  })

  test('of ways of acting alone takes nothing down, and what would have waited is told', () => {
    const plan = shop()
    const found = replay(plan, [wayOf(plan)], outageOf(known('2023-11-02-cloudflare-control-plane'), plan))
    expect(found.verdict).toBe('met')
    expect(found.flows).toEqual([{ flow: 'checkout', verdict: 'met', rto: { expected: 0, target: 1800 } }])
    expect(found.blockedSteps.map(({ step }) => step)).toEqual(['fence.east@west'])
    expect(found.why).toContain('No flow rests on what was gone')
  })

  test('of the edge blocks a flow that rests on it for as long as it lasts', () => {
    const plan = shop('', { edge: 'front-door' })
    const found = replay(plan, [wayOf(plan)], outageOf(known('2025-10-29-azure-front-door'), plan))
    expect(found).toMatchObject({ verdict: 'blocked', scenario: 'east-lost' })
    expect(found.blockedSteps).toContainEqual({ step: 'fence.east@west', capability: 'edge-management' })
    expect(found.flows[0]?.rto.expected).toBeGreaterThanOrEqual(8.4 * hour)
  })

  test('that no runbook is for is blocked', () => {
    const plan = shop()
    const found = replay(plan, [wayOf(plan)], {
      ...outage({ capability: 'region-data-plane', regions: ['west'], until: hour }),
      regions: ['west'],
    })
    expect(found.verdict).toBe('met')
    const both = { ...plan, components: { ...plan.components, web: { ...plan.components['web'], active: ['west'] } } }
    const west = replay(both as unknown as typeof plan, [wayOf(plan)], {
      ...outage({ capability: 'region-data-plane', regions: ['west'], until: hour }),
      regions: ['west'],
    })
    expect(west).toMatchObject({ verdict: 'blocked', blockedSteps: [] })
    expect(west.why).toBe('The plan has no runbook for it: checkout rests on region-data-plane.')
  })

  test('of the data itself is for ever, unless a backup is left that others control', () => {
    const plan = shop()
    const gone = outageOf(known('2022-04-05-atlassian'), plan)
    const kept = replay(plan, [wayOf(plan)], gone)
    expect(kept).toMatchObject({ verdict: 'blocked', atLeast: true })
    expect(kept.blockedFor).toBeGreaterThan(12 * 24 * hour)
    expect(kept.flows[0]?.rpo).toEqual({ expected: 1800, target: 60 })
    const withVault = { ...gone, losses: [...gone.losses, { capability: 'backup-vault', until: hour }] }
    const lost = replay(plan, [wayOf(plan)], withVault)
    expect(lost).toMatchObject({ verdict: 'blocked', forEver: true })
    expect(lost.blockedFor).toBeUndefined()
    expect(lost.flows[0]?.rto).toEqual({ target: 1800 })
    expect(lost.flows[0]?.rpo).toEqual({ all: true, target: 60 })
  })
})

describe('an incident', () => {
  test('hits the regions of the plan that it really hit, and else the first ones, and says so', () => {
    const plan = shop()
    const real = outageOf(known('2025-01-08-azure-east-us-2-network'), plan)
    expect(real.regions).toEqual(['east'])
    expect(real.assumes[0]).toBe('The plan is there: east is in eastus2.')
    expect(outageOf(known('2024-07-18-azure-central-us-storage'), plan).regions).toEqual(['west'])
    const pair = outageOf(known('2026-03-01-aws-uae-bahrain'), plan)
    expect(pair.regions).toEqual(['east', 'west'])
    expect(pair.losses.every(({ atLeast }) => atLeast)).toBe(true)
    expect(outageOf(known('2014-11-19-azure-storage'), plan).assumes[0]).toContain('nobody has recorded')
  })

  test('gives what came back at a time of its own that time', () => {
    const { losses } = outageOf(known('2023-04-26-gcp-paris'), shop())
    const of = (capability: string) => losses.find((loss) => loss.capability === capability)
    expect(of('console')).toEqual({ capability: 'console', until: 4.4 * hour })
    expect(of('zone')).toMatchObject({ regions: ['east'], until: 336 * hour, atLeast: true })
  })

  test('with the pair lost too is never better', () => {
    const plan = shop(byHand)
    const ways = [wayOf(plan)]
    const rank = ['met', 'late', 'blocked']
    for (const incident of incidents) {
      const alone = outageOf(incident, plan)
      const [before, after] = [alone, withPairLost(alone, plan, 'east', 'west')].map((one) => replay(plan, ways, one))
      expect(rank.indexOf(after?.verdict ?? '')).toBeGreaterThanOrEqual(rank.indexOf(before?.verdict ?? ''))
    }
    expect(replay(plan, ways, pairLost(plan, 'east', 'west'))).toMatchObject({
      id: 'what-if-pair-lost',
      verdict: 'blocked',
    })
  })
})

test('taking away more never makes a verdict better', () => {
  const plan = shop(byHand)
  const ways = [wayOf(plan)]
  const rank = ['met', 'late', 'blocked']
  const loss = fc.record({
    capability: fc.constantFrom(
      ...(['edge-management', 'edge-data-plane', 'public-dns', 'database', 'monitoring', 'region-data-plane'] as const),
      ...(['inter-region-network', 'tenant-data', 'backup-vault', 'storage', 'chat'] as const),
    ),
    until: fc.oneof(fc.integer({ min: 1, max: 4000 }), fc.constant(Infinity)),
    regions: fc.constantFrom(undefined, ['east'], ['west'], ['east', 'west']),
  })
  const losses = fc.array(
    loss.map(({ regions, ...rest }): Loss => (regions === undefined ? rest : { ...rest, regions })),
    { minLength: 1, maxLength: 5 },
  )
  fc.assert(
    fc.property(losses, losses, (some, more) => {
      const [before, after] = [some, [...some, ...more]].map((all) =>
        replay(plan, ways, { ...outage(...all), regions: ['east', 'west'] }),
      )
      expect(rank.indexOf(after?.verdict ?? '')).toBeGreaterThanOrEqual(rank.indexOf(before?.verdict ?? ''))
    }),
    { numRuns: 500 },
  )
})
