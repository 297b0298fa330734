import { expect, test } from 'vitest'
import type { Calibration } from '#simulation'
import { calibrationJson, calibrationText } from './calibration.ts'
import { jsonText } from './json.ts'
import { poor, rich } from './testing/samples.ts'

const calibration: Calibration = {
  drills: 7,
  rto: {
    values: 7,
    within: 6,
    share: [0.49, 0.97],
    censored: 1,
    bias: 0.041,
    width: 1.62,
    widths: { rows: 1, narrow: 1 },
  },
  rpo: { values: 6, within: 6, share: [0.61, 1], bias: -0.2, widths: { rows: 0, narrow: 0 } },
  rows: [
    {
      plan: 'shop',
      digest: 'sha256:0123456789abcdef',
      decision: 'automatic',
      scenario: 'east-lost',
      target: 'lab',
      drills: 6,
      rto: { values: 6, within: 5, share: [0.44, 0.97], censored: 1, bias: 0.041, width: 1.62 },
      rpo: { values: 6, within: 6, share: [0.61, 1], bias: -0.2 },
    },
    {
      plan: 'shop',
      digest: 'sha256:fedcba9876543210',
      decision: 'people',
      scenario: 'blip',
      target: 'lab',
      drills: 1,
      rto: { values: 1, within: 1, share: [0.21, 1] },
      rpo: { values: 0, within: 0 },
    },
  ],
}

test('rows come before all drills together, and what is not known is a dash', async () => {
  await expect(calibrationText(calibration, rich)).toMatchFileSnapshot('golden/calibration.txt')
  expect(calibrationText(calibration, poor)).toMatch(/^[\n -~]*$/)
})

test('as data, what is not known is left out', () => {
  const { rows, ...all } = calibrationJson(calibration)
  expect(all).toMatchObject({ schemaVersion: 1, drills: 7, rpo: { values: 6, within: 6, bias: -0.2 } })
  expect(rows[1]).toEqual({ ...calibration.rows[1] })
  expect(jsonText(all)).not.toContain('null')
})

test('without a drill it says how to make one', () => {
  const none = { values: 0, within: 0, widths: { rows: 0, narrow: 0 } }
  expect(calibrationText({ drills: 0, rto: none, rpo: none, rows: [] }, rich)).toContain('muster drill --scenario')
})

test('foreign text steers no terminal', () => {
  const [row] = calibration.rows
  const hostile = { ...calibration, rows: row ? [{ ...row, plan: 'a\u001b[31m', scenario: '\u202eb' }] : [] }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(calibrationText(hostile, poor)).not.toMatch(/[\u001b\u202e]/)
})
