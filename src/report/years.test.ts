import { expect, test } from 'vitest'
import type { Years } from '#simulation'
import { jsonText } from './json.ts'
import { hostile, poor, rich } from './testing/samples.ts'
import { yearsJson } from './years-json.ts'
import { yearsText } from './years-text.ts'

const years: Years = {
  schemaVersion: 1,
  years: 100_000,
  seed: 1,
  durations: 'fitted',
  label: 'severe, publicly reported incidents - lower bound',
  flows: [
    {
      flow: 'charge',
      workload: 'payments',
      availability: { mean: 0.999912, low: 0.9998, high: 0.99997 },
      target: 0.9999,
      probabilityMet: 0.874,
      lostHoursPerYear: 0.7714,
      lostDataSecondsPerYear: 0.0192,
      outagesPer100Years: 12.61,
      byClass: [
        { class: 'region', share: 0.02, lostHoursPerYear: 0.0154 },
        { class: 'control-plane', share: 0.98, lostHoursPerYear: 0.756 },
      ],
      allRegionsLost: {
        together: { mean: 0.00165, low: 0.000028, high: 0.0068 },
        byCoincidence: { mean: 0.0000055, low: 5e-7, high: 0.000026 },
      },
      secondDuringRecovery: { mean: 1.2e-9, low: 1e-10, high: 5.2e-9 },
    },
    {
      flow: 'archive',
      availability: { mean: 0.999999999999, low: 0.9999999, high: 1 },
      lostHoursPerYear: 1e-7,
      lostDataUnknown: 'What it loses when data is deleted is not known.',
      outagesPer100Years: 0,
      byClass: [],
    },
  ],
  rates: [
    {
      class: 'region',
      rate: 0.0256,
      unit: 'a year and region',
      from: 'catalog',
      band: [0.00786, 0.0528],
      meaning: 'A severe event in one region or one of its zones.',
      source: '5 in 195 region-years, counted by hand',
      asOf: '2026-11-24',
    },
    { class: 'pair', rate: 0.1, unit: 'share', from: 'given', meaning: 'The second region is lost too.' },
  ],
  answers: [
    { class: 'region', event: 'eastus2', workloads: ['payments'], scenario: 'east-lost' },
    { class: 'pair', event: 'centralus and eastus2', workloads: ['a', 'b', 'c', 'd'] },
  ],
  caveats: ['Planned maintenance is not included.'],
}

test('many years show availability, what it comes from, the odds of losing all, and what they rest on', async () => {
  await expect(yearsText('northwind', years, rich)).toMatchFileSnapshot('golden/years.txt')
})

test('many years can be read in ASCII', () => {
  expect(yearsText('northwind', years, poor)).toMatch(/^[\n -~]*$/)
})

test('an availability is never rounded to certainty, and no event says so', () => {
  const text = yearsText('northwind', { ...years, flows: years.flows.slice(1) }, rich)
  expect(text).toContain('>99.999999999%')
  expect(text).toContain('No event of these classes touches any flow.')
  expect(text).not.toContain('All regions at once')
})

test('many years as data are themselves', () => {
  expect(JSON.parse(jsonText(yearsJson(years)))).toEqual(years)
})

test('nothing hostile in years reaches a terminal', () => {
  const flows = years.flows.map((flow) => ({ ...flow, flow: hostile, workload: hostile }))
  const answers = [
    { class: 'region' as const, event: hostile, workloads: [hostile], scenario: hostile, because: hostile },
  ]
  const text = yearsText(hostile, { ...years, flows, answers, caveats: [hostile] }, rich)
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
})
