import { describe, expect, test } from 'vitest'
import type { Evidence } from '#evidence'
import { calibrationOf, type Held } from './calibration.ts'
import type { Forecast } from './model.ts'

type Figures = { readonly p5?: number; readonly p50?: number; readonly p95?: number }

function held(measured: number | undefined, band: Figures, change: { scenario?: string; lost?: number } = {}): Held {
  const { scenario = 'east-lost', lost = 0 } = change
  const flow = (id: string, rto: number | undefined) => ({
    flow: id,
    rto: rto === undefined ? {} : { measured: rto },
    rpo: { measured: lost, method: 'ledger', acknowledged: 1, lost: 0, unackedSurvivors: 0, duplicates: 0 },
  })
  const expected = (id: string) => ({ flow: id, scenario, rto: band, rpo: { p5: 0.1, p50: 0.2, p95: 0.3 } })
  return {
    evidence: {
      plan: { name: 'shop', digest: 'sha256:0' },
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
    expect({ drills, rto }).toEqual({ drills: 3, rto: { values: 3, within: 2, bias: 0.5 } })
    expect(rows).toEqual([
      {
        plan: 'shop',
        scenario: 'east-lost',
        target: 'lab',
        drills: 3,
        rto: { values: 3, within: 2, bias: 0.5 },
        rpo: { values: 3, within: 0, bias: -1 },
      },
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
    expect(calibrationOf([...five, ...slow]).rto.width).toBeCloseTo((3 / spread + 9 / spread) / 2)
  })

  test('leave out what nobody forecast and what never came back, and say nothing of nothing', () => {
    const none = { values: 0, within: 0 }
    expect(calibrationOf([held(undefined, band), held(3, {})]).rto).toEqual(none)
    expect(calibrationOf([])).toEqual({ drills: 0, rto: none, rpo: none, rows: [] })
  })

  test('an exact forecast holds what comes to it, to the precision of what is measured', () => {
    expect(calibrationOf([held(0, { p50: 0, p95: 0 }), held(0.0005, { p50: 0, p95: 0 })]).rto).toEqual({
      values: 2,
      within: 2,
    })
  })
})
