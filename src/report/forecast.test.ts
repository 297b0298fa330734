import { expect, test } from 'vitest'
import { forecastsJson } from './forecast-json.ts'
import { forecastText } from './forecast-text.ts'
import { forecast, hostile, poor, rich } from './testing/samples.ts'
import { jsonText } from './json.ts'

test('a forecast shows odds, critical path, what was measured, and caveats', async () => {
  await expect(forecastText([forecast], rich)).toMatchFileSnapshot('golden/forecast.txt')
})

test('a forecast can be read in ASCII, and several follow each other', async () => {
  const text = forecastText([forecast, { ...forecast, scenario: 'east-slow', flows: [], caveats: [] }], poor)
  expect(text).toMatch(/^[\n -~]*$/)
  await expect(text).toMatchFileSnapshot('golden/forecast.ascii.txt')
})

test('without a scenario the forecast says so', () => {
  expect(forecastText([], rich)).toBe('No scenario to forecast.\n')
})

test('odds are never rounded to certainty', () => {
  const [flow] = forecast.flows
  const withOdds = (probabilityMet: number) =>
    forecastText([{ ...forecast, flows: flow ? [{ ...flow, rto: { ...flow.rto, probabilityMet } }] : [] }], rich)
  expect(withOdds(0.99999)).toContain('>99.9%')
  expect(withOdds(0.00001)).toContain('<0.1%')
  expect(withOdds(0)).toContain(' 0% ')
  expect(withOdds(0.955)).toContain(' 95.5% ')
})

test('a loss that cannot be forecast is unknown, and a flow that is not touched says so', () => {
  const flows = forecast.flows.slice(0, 1).map((flow) => ({ ...flow, rpo: { target: 60 }, criticalPath: [] }))
  const text = forecastText([{ ...forecast, flows }], rich)
  expect(text).toMatch(/RPO +unknown +unknown +1m +–\n/)
  expect(text).toContain('\nThe scenario does not touch checkout.\n')
})

test('long critical paths are cut with their number', () => {
  const criticalPath = Array.from({ length: 9 }, (_, index) => ({ step: `s${index}`, share: 1, p50: 1 }))
  const flows = forecast.flows.slice(0, 1).map((flow) => ({ ...flow, criticalPath }))
  expect(forecastText([{ ...forecast, flows }], rich)).toContain('  and 3 more\n')
})

test('forecasts as data share one list of flows, which are themselves', () => {
  const { scenario, ...rest } = forecast
  expect(forecastsJson([forecast])).toEqual({ ...rest, scenarios: [scenario] })
  const other = { ...forecast, scenario: 'east-slow', caveats: [...forecast.caveats, 'Another.'] }
  const both = forecastsJson([forecast, other])
  expect(both.scenarios).toEqual(['east-lost', 'east-slow'])
  expect(both.flows).toHaveLength(4)
  expect(both.caveats).toHaveLength(2)
  expect(both).not.toHaveProperty('scenario')
  expect(() => jsonText(both)).not.toThrow()
})

test('nothing hostile in a forecast reaches a terminal', () => {
  const flows = forecast.flows.map((flow) => ({
    ...flow,
    flow: hostile,
    criticalPath: [{ step: hostile, share: 1, p50: 1 }],
  }))
  const text = forecastText([{ ...forecast, scenario: hostile, target: hostile, flows, caveats: [hostile] }], rich)
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
})
