import { describe, expect, test } from 'vitest'
import type { Evidence } from '#evidence'
import { calibrationOf, type Held } from './calibration.ts'
import type { Forecast } from './model.ts'

type Figures = { readonly p5?: number; readonly p50?: number; readonly p95?: number }

function held(
  measured: number | undefined,
  band: Figures,
  change: { scenario?: string; lost?: number; never?: boolean; digest?: string; method?: string } = {},
): Held {
  const { scenario = 'east-lost', lost = 0, never = false, digest = 'sha256:0', method = 'automatic' } = change
  const flow = (id: string, rto: number | undefined) => ({
    flow: id,
    rto: never ? { target: 60, met: false } : rto === undefined ? {} : { measured: rto },
    rpo: { measured: lost, method: 'ledger', acknowledged: 1, lost: 0, unackedSurvivors: 0, duplicates: 0 },
  })
  const expected = (id: string) => ({ flow: id, scenario, rto: band, rpo: { p5: 0.1, p50: 0.2, p95: 0.3 } })
  return {
    evidence: {
      plan: { name: 'shop', digest },
      approvals: [{ method }],
      scenario,
      target: 'lab',
      flows: [flow('browse', measured === undefined ? undefined : measured / 2), flow('checkout', measured)],
    } as unknown as Evidence,
    forecast: { scenario, flows: [expected('browse'), expected('checkout')] } as unknown as Forecast,
  }
}

const band = { p5: 1, p50: 2, p95: 4 }

describe('forecasts held against drills', () => {
  test('count by the flow that came to the most, within the band or not, and too late by the middle of all', () => {
    const { drills, rto, rows } = calibrationOf([held(2, band), held(3, band), held(5, band)])
    // Wilson's interval of 2 of 3, and of none of 3, as in tables.
    const [two, none] = [
      { values: 3, within: 2, share: [expect.closeTo(0.208, 3), expect.closeTo(0.939, 3)] },
      { values: 3, within: 0, share: [0, expect.closeTo(0.5615, 4)] },
    ]
    expect({ drills, rto }).toEqual({ drills: 3, rto: { ...two, bias: 0.5, widths: { rows: 0, narrow: 0 } } })
    expect(rows).toEqual([
      {
        plan: 'shop',
        digest: 'sha256:0',
        decision: 'automatic',
        scenario: 'east-lost',
        target: 'lab',
        drills: 3,
        rto: { ...two, bias: 0.5 },
        rpo: { ...none, bias: -1 },
      },
    ])
  })

  test('of another version of the plan, or where people decide, are held against drills of their own', () => {
    const { rows } = calibrationOf([
      held(2, band),
      held(9, band, { digest: 'sha256:1' }),
      held(90, band, { method: 'person' }),
      held(3, band),
    ])
    expect(rows.map(({ digest, decision, drills }) => [digest, decision, drills])).toEqual([
      ['sha256:0', 'automatic', 2],
      ['sha256:1', 'automatic', 1],
      ['sha256:0', 'people', 1],
    ])
  })

  test('have a width once there are five values, against what was measured and not against all drills together', () => {
    const five = [1, 1.5, 2, 2.5, 3].map((one) => held(one, band))
    const slow = [101, 101.5, 102, 102.5, 103].map((one) =>
      held(one, { p5: 101, p50: 102, p95: 110 }, { scenario: 'slow' }),
    )
    const spread = 1.8
    expect(calibrationOf(five.slice(1)).rto).not.toHaveProperty('width')
    expect(calibrationOf(five).rto.width).toBeCloseTo(3 / spread)
    const both = calibrationOf([...five, ...slow]).rto
    expect(both.width).toBeCloseTo((3 / spread + 9 / spread) / 2)
    expect(both.widths).toEqual({ rows: 2, narrow: 1 })
  })

  test('leave out what nobody forecast or measured, and say nothing of nothing', () => {
    const none = { values: 0, within: 0, widths: { rows: 0, narrow: 0 } }
    expect(calibrationOf([held(undefined, band), held(3, {})]).rto).toEqual(none)
    expect(calibrationOf([])).toEqual({ drills: 0, rto: none, rpo: none, rows: [] })
  })

  test('do not hold a flow that never came back, however wide they are', () => {
    const { rto } = calibrationOf([held(3, band), held(3, { p5: 0, p50: 9, p95: 1e9 }, { never: true })])
    expect(rto).toMatchObject({ values: 2, within: 1, censored: 1, bias: 0.5 })
  })

  test('an exact forecast holds what comes to it, to the precision of what is measured', () => {
    const exact = { p50: 0, p95: 0 }
    expect(calibrationOf([held(0, exact), held(0.0005, exact), held(0.002, exact)]).rto).toMatchObject({
      values: 3,
      within: 2,
    })
  })

  test('of nothing that comes to nothing are as wide as it, and not once they say more', () => {
    const nothing = Array.from({ length: 5 }, () => held(0, { p50: 0, p95: 0 }))
    expect(calibrationOf(nothing).rto.width).toBe(1)
    const careful = Array.from({ length: 5 }, () => held(0, { p5: 0, p50: 0.1, p95: 0.2 }))
    expect(calibrationOf(careful).rto.width).toBeCloseTo(200)
  })
})
