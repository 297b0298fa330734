import { expect, test } from 'vitest'
import { type Evidence, type FlowResult, judgement } from '#evidence'
import type { Forecast } from '#simulation'
import { type CountedDrill, isCurrent, isOf, median, type Pair, rowOf } from './matrix-rows.ts'

const pair: Pair = {
  strategy: 'warm-standby',
  disaster: 'region-lost',
  plan: { name: 'lab-warm-standby', digest: 'd1' },
  tiers: { pay: 0, browse: 1, report: 3 },
  expected: [1, 2, 3],
}

const zero: FlowResult['rpo'] = { method: 'ledger', acknowledged: 9, lost: 0, unackedSurvivors: 0, duplicates: 0 }

interface Course {
  readonly verdict?: Evidence['verdict']
  readonly rto?: Readonly<Record<string, number | undefined>>
  readonly rpo?: number
  readonly before?: number
  readonly digest?: string
  readonly run?: string
}

const targets: Readonly<Record<string, number>> = { pay: 3, browse: 10, report: 120 }

/** A drill in which every flow is back after 2 s and has lost 100 ms, but for what the course says. */
function drill({
  verdict = 'missed',
  rto = {},
  rpo = 0.1,
  before = 200,
  digest = 'd1',
  run = 'drill-1',
}: Course): CountedDrill {
  const flows = Object.entries(targets).map(([flow, target]): FlowResult => {
    const measured = flow in rto ? rto[flow] : 2
    return {
      flow,
      rto: {
        target,
        met: measured !== undefined && measured <= target,
        ...(measured === undefined ? {} : { measured }),
      },
      rpo: { ...zero, target: 1, measured: rpo, met: rpo <= 1 },
    }
  })
  const evidence = {
    judgement,
    run,
    journalHead: `head of ${run}`,
    kind: 'drill',
    subject: 'lab',
    direction: 'failover',
    plan: { name: 'lab-warm-standby', digest },
    scenario: 'region-lost',
    verdict,
    flows,
    steps: [{ step: 'scale.web@west', seconds: before / 100, attempts: 1 }],
    throughput: { before, after: before / 2 },
    approvals: [
      { step: 'decide', decision: 'approved', by: 'muster', method: 'automatic', at: '2026-11-29T12:00:00Z' },
    ],
  } as unknown as Evidence
  return { evidence, forecast }
}

const forecast = {
  flows: [
    { flow: 'pay', rto: { p5: 1.5, p50: 2, p95: 3 }, rpo: { p50: 0.1, p95: 0.2 } },
    { flow: 'report', rto: { p50: 1, p95: 4 }, rpo: {} },
  ],
} as unknown as Forecast

test('without a drill there is no row', () => {
  expect(rowOf(pair, [])).toBeUndefined()
})

test('a row takes the worst flow of each drill, and of these the middle and the worst', () => {
  const row = rowOf(pair, [
    drill({ rto: { pay: 4 }, before: 200 }),
    drill({ rto: { report: 9 }, rpo: 0.3, before: 260, run: 'drill-2' }),
    drill({ before: 240 }),
  ])
  expect(row).toEqual({
    strategy: 'warm-standby',
    disaster: 'region-lost',
    runs: 3,
    drills: ['drill-1', 'drill-2', 'drill-1'].map((run) => ({ run, verdict: 'missed', journalHead: `head of ${run}` })),
    broken: 0,
    rto: { measured: [4, 9, 2], median: 4, worst: 9, forecast: { p5: 1.5, p50: 2, p95: 4 } },
    rpo: { measured: [0.1, 0.3, 0.1], median: 0.1, worst: 0.3 },
    met: true,
    tiers: { 0: false, 1: true, 3: true },
    expected: [1, 2, 3],
    failed: 0,
    misses: [{ tier: 0, flow: 'pay', of: 'rto', runs: 1, worst: 4, target: 3 }],
    throughput: { before: 240, after: 120 },
    steps: [{ step: 'scale.web@west', median: 2.4 }],
  })
})

test('a way back that failed or lost anything is a miss, whatever the way there was like', () => {
  const back = (
    verdict: Evidence['verdict'],
    lost: number,
    measured?: number,
    of: Partial<FlowResult['rpo']> = {},
  ): Evidence => {
    const { evidence } = drill({ verdict, rto: { pay: measured, browse: 0.2, report: 0.1 } })
    return { ...evidence, flows: evidence.flows.map((flow) => ({ ...flow, rpo: { ...flow.rpo, lost, ...of } })) }
  }
  const row = (...ways: readonly Evidence[]) =>
    rowOf(
      pair,
      ways.map((failback) => ({ ...drill({}), failback })),
    )
  expect(rowOf(pair, [drill({})])).not.toHaveProperty('failback')
  expect(row(back('met', 0, 0.8), back('missed', 0, 4), back('met', 0, 0.6))).toMatchObject({
    failback: { runs: 3, failed: 0, lost: 0, unsettled: 0, uncounted: 0, missing: 0, median: 0.8 },
    met: true,
  })
  expect(row(back('failed', 0))).toMatchObject({ failback: { runs: 1, failed: 1, lost: 0 }, met: false })
  expect(row(back('met', 0, 1), back('met', 2, 1))).toMatchObject({ failback: { failed: 0, lost: 2 }, met: false })
  // What nobody counted may be anything, and what nobody settled is not over.
  const uncounted = back('met', 0, 1)
  const flows = uncounted.flows.map(({ rpo: { measured: _, ...rpo }, ...flow }) => ({ ...flow, rpo }))
  expect(row({ ...uncounted, flows })).toMatchObject({ failback: { uncounted: 1 }, met: false })
  expect(row(back('met', 0, 1, { unreconciled: 3 }))).toMatchObject({ failback: { unsettled: 3 }, met: false })
  expect(rowOf(pair, [{ ...drill({}), owesFailback: true }])).toMatchObject({
    failback: { runs: 0, missing: 1 },
    met: false,
  })
})

test('a tier above those that the strategy is for is no miss, one of its own is', () => {
  expect(rowOf(pair, [drill({ rto: { pay: 99 } })])?.met).toBe(true)
  expect(rowOf(pair, [drill({}), drill({ rto: { browse: 11 } })])).toMatchObject({
    met: false,
    tiers: { 0: true, 1: false, 3: true },
    misses: [{ tier: 1, flow: 'browse', runs: 1, worst: 11 }],
  })
})

test('a flow that never came back is longer than all others, and makes the worst unknown', () => {
  const gone = drill({ rto: { report: undefined } })
  const one = rowOf(pair, [drill({}), gone, drill({})])
  expect(one?.rto).toMatchObject({ measured: [2, 2], median: 2 })
  expect(one?.rto).not.toHaveProperty('worst')
  expect(one?.misses).toEqual([{ tier: 3, flow: 'report', of: 'rto', runs: 1, target: 120 }])
  expect(rowOf(pair, [gone, gone, drill({})])?.rto).not.toHaveProperty('median')
})

test('a drill that failed is a miss, whatever was measured', () => {
  const row = rowOf(pair, [drill({ verdict: 'failed' }), drill({})])
  expect(row).toMatchObject({ met: false, failed: 1, tiers: { 0: true, 1: true, 3: true } })
})

test('a loss that is unknown in the forecast of some flow is unknown for the pair', () => {
  expect(rowOf(pair, [drill({})])?.rpo).not.toHaveProperty('forecast')
})

test('drills count for the pair of their plan and scenario, and only as long as the plan is the same', () => {
  const of = (change: object): CountedDrill => {
    const { evidence } = drill({})
    return { evidence: { ...evidence, ...change }, forecast }
  }
  expect(isOf(pair, of({}))).toBe(true)
  for (const change of [
    { scenario: 'line-cut' },
    { direction: 'failback' },
    { subject: 'nonprod' },
    { kind: 'realEvent' },
    { plan: { name: 'shop', digest: 'd1' } },
    { absent: ['owner'] },
    {
      approvals: [{ step: 'decide', decision: 'approved', by: 'owner', method: 'stated', at: '2026-11-29T12:00:00Z' }],
    },
  ])
    expect([change, isOf(pair, of(change))]).toEqual([change, false])
  const old = drill({ digest: 'd0' })
  expect([isOf(pair, old), isCurrent(pair, old), isCurrent(pair, of({}))]).toEqual([true, false, true])
})

test('the middle of an even number of values lies between two', () => {
  expect([median([]), median([3]), median([4, 1]), median([5, 1, 3])]).toEqual([undefined, 3, 2.5, 3])
})

test('a pair whose drills broke off is not met, whatever the others were like', () => {
  expect(rowOf(pair, [drill({})], 1)).toMatchObject({ runs: 1, broken: 1, met: false })
  expect(rowOf(pair, [], 2)).toBeUndefined()
})

test('a drill that was judged by other rules does not count', () => {
  const one = drill({})
  expect(isCurrent(pair, one)).toBe(true)
  expect(isCurrent(pair, { ...one, evidence: { ...one.evidence, judgement: judgement - 1 } })).toBe(false)
})
