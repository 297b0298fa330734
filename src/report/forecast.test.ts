import { expect, test } from 'vitest'
import { alike } from './forecast-groups.ts'
import { forecastsJson } from './forecast-json.ts'
import { forecastText } from './forecast-text.ts'
import { headline, remarks } from './forecast-words.ts'
import { decided, nightly, pictured, plainer } from './testing/forecasts.ts'
import { forecast, hostile, poor, rich } from './testing/samples.ts'
import { jsonText } from './json.ts'

const narrow = { colour: false, width: 60, unicode: false }

test('a forecast shows odds, critical path, what was measured, and caveats', async () => {
  await expect(forecastText([forecast], rich)).toMatchFileSnapshot('golden/forecast.txt')
})

test('a forecast can be read in ASCII, and several follow each other', async () => {
  const text = forecastText([forecast, { ...forecast, scenario: 'east-slow', flows: [], caveats: [] }], poor)
  expect(text).toMatch(/^[\n -~]*$/)
  await expect(text).toMatchFileSnapshot('golden/forecast.ascii.txt')
})

test('a forecast shows its spread, phases, what matters most, and what else is to be known', async () => {
  await expect(forecastText([pictured, plainer], rich)).toMatchFileSnapshot('golden/forecast.pictured.txt')
})

test('sixty columns and ASCII are enough for it', async () => {
  const text = forecastText([pictured], narrow)
  expect(text).toMatch(/^[\n -~]*$/)
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(narrow.width)
  await expect(text).toMatchFileSnapshot('golden/forecast.narrow.txt')
})

test('colours add nothing that is not said without them', () => {
  const sequence = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g')
  const painted = forecastText([pictured], { ...rich, colour: true })
  expect(painted).toMatch(sequence)
  const bare = painted.replace(sequence, '').split('\n')
  expect(bare.map((line) => line.trimEnd())).toEqual(forecastText([pictured], rich).split('\n'))
})

test('one sentence says it all, for the flow with the worst odds', () => {
  expect(headline({ ...pictured, flows: [decided] })).toBe(
    '41 to 88% within 30m, for most of it was never measured here; the decision (decide.east-lost) matters most.',
  )
  const { oddsRange, ...rto } = decided.rto
  expect(oddsRange).toBeDefined()
  expect(headline({ ...pictured, flows: [{ ...decided, rto }] })).toBe(
    '71.4% within 30m; the decision (decide.east-lost) matters most.',
  )
  expect(headline(pictured)).toBe(
    'browse has the worst odds of 3 flows: 31.2% within 15m; the hour of the fault matters most.',
  )
  expect(headline(forecast)).toBe(
    'browse has the worst odds of 2 flows: 71% within 9s; detect.storefront takes the most time.',
  )
  const { target, probabilityMet, ...free } = rto
  expect([target, probabilityMet]).toEqual([1800, 0.714])
  expect(headline({ ...pictured, flows: [{ ...decided, rto: free }] })).toBe(
    'half of the runs are over within 23m, and no RTO is set; the decision (decide.east-lost) matters most.',
  )
  expect(headline({ ...pictured, flows: [] })).toBe('The plan has no flow to restore.')
})

test('an input that changes nothing is not said to matter', () => {
  const tornado = [{ input: 'hour', of: 'east-lost', low: { p50: 5 }, high: { p50: 5 } }] as const
  expect(headline({ ...pictured, flows: [{ ...decided, tornado }] })).toContain(
    '; the decision (decide.east-lost) takes the most time.',
  )
})

test('an interval is told where it is wider than a percent, and odds that are a range hide no middle', () => {
  const narrowed = {
    ...nightly,
    rto: { ...nightly.rto, within: { p50: [1, 2], p95: [1, 2], probabilityMet: [0.31, 0.314] } },
  } as const
  expect(remarks(nightly, pictured)[0]).toBe('From 10,000 runs its odds are known as 30 to 32%; more runs narrow that.')
  expect(remarks(narrowed, pictured)[0]).toContain('it was not restored after 30d')
  expect(remarks(decided, pictured)[0]).toContain('as estimated it is 71.4%')
})

test('flows whose times differ by more than one part in fifty are not told as one', () => {
  const slower = { ...decided, flow: 'slower', rto: { ...decided.rto, p50: decided.rto.p50 * 1.03 } }
  const same = { ...decided, flow: 'same', rto: { ...decided.rto, p50: decided.rto.p50 * 1.01 } }
  expect(alike([decided, slower, same]).map((group) => group.map(({ flow }) => flow))).toEqual([
    ['checkout', 'same'],
    ['slower'],
  ])
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
    tornado: [{ input: 'person', of: hostile, low: { p50: 1 }, high: { p50: 2 } }] as const,
    cutOffs: [{ at: hostile, zone: hostile, what: hostile, probabilityMade: 0.5 }],
  }))
  const text = forecastText([{ ...forecast, scenario: hostile, target: hostile, flows, caveats: [hostile] }], rich)
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
})
