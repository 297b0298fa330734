import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pagePolicy } from '#markup'
import type { FlowForecast, Odds } from '#simulation'
import { drillHtml } from './drill-html.ts'
import { drillSvg } from './drill-svg.ts'
import { forecastHtml } from './forecast-html.ts'
import { phasesSvg } from './forecast-phases-svg.ts'
import { axisOfRuns, binsOf, columnsOf, shareBeyond } from './forecast-runs.ts'
import { forecastSvg, forecastsSvg } from './forecast-svg.ts'
import { forecastText } from './forecast-text.ts'
import { tornadoSvg } from './forecast-tornado-svg.ts'
import { rowsOf } from './time-axis.ts'
import { decided, nightly, pictured, plainer } from './testing/forecasts.ts'
import { drill, hostile, rich } from './testing/samples.ts'

const bare: FlowForecast = {
  flow: 'checkout',
  scenario: 'east-lost',
  rto: { p50: 0, p95: 0 },
  rpo: {},
  criticalPath: [{ step: 'route.edge@west', share: 1, p50: 0 }],
  measuredShare: 0,
}

const odds: fc.Arbitrary<Odds> = fc
  .record({
    from: fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 1e6, noNaN: true })),
    steps: fc.array(fc.record({ ratio: fc.double({ min: 1.0001, max: 9, noNaN: true }), weight: fc.nat(1000) }), {
      minLength: 1,
      maxLength: 40,
    }),
    target: fc.option(fc.double({ min: 0, max: 1e7, noNaN: true }), { nil: undefined }),
    censored: fc.boolean(),
  })
  .map(({ from, steps, target, censored }) => {
    const edges = [from]
    for (const { ratio } of steps) edges.push(Math.max((edges.at(-1) ?? 0) * ratio, 1e-3))
    const all = steps.reduce((sum, { weight }) => sum + weight, 1)
    const shares = steps.map(({ weight }, index) => (weight + (index === 0 ? 1 : 0)) / all)
    const last = shares[shares.findLastIndex((share) => share > 0)] ?? 0
    return {
      p50: edges[Math.floor(edges.length / 2)] ?? 0,
      p95: edges.at(-1) ?? 0,
      ...(target !== undefined && { target, probabilityMet: 0.5 }),
      ...(censored && { censoredShare: last / 2 }),
      distribution: { edges, shares },
    }
  })

test('the pictures of a flow are documents of their own', async () => {
  await expect(forecastSvg(decided)).toMatchFileSnapshot('golden/forecast.spread.svg')
  await expect(forecastSvg(nightly)).toMatchFileSnapshot('golden/forecast.nightly.svg')
  await expect(phasesSvg(decided)).toMatchFileSnapshot('golden/forecast.phases.svg')
  await expect(tornadoSvg(decided)).toMatchFileSnapshot('golden/forecast.tornado.svg')
})

test('a page holds all scenarios, loads nothing, and gives each picture words and a table', async () => {
  const html = forecastHtml([pictured, plainer])
  await expect(html).toMatchFileSnapshot('golden/forecast.html')
  expect(html).toContain(`content="${pagePolicy}"`)
  expect(html).not.toMatch(/<script|https?:(?!\/\/www\.w3\.org\/2000\/svg)|url\(|@import|NaN|Infinity|undefined/)
  const pictures = html.match(/<svg /g)?.length
  expect(pictures).toBeGreaterThanOrEqual(6)
  expect(html.match(/<desc id="[^"]+">[^<]+<\/desc>/g)).toHaveLength(pictures ?? 0)
  expect(html.match(/<details>/g)).toHaveLength(pictures ?? 0)
})

test('no two parts of a document have the same id, and every reference has its part', () => {
  for (const text of [forecastHtml([pictured, plainer]), forecastsSvg([pictured, plainer])]) {
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const named = [...text.matchAll(/aria-labelledby="([^"]+)"/g)].flatMap(([, list = '']) => list.split(' '))
    const linked = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
    expect(ids).toEqual(expect.arrayContaining([...named, ...linked]))
  }
})

test('the same forecasts give the same bytes', () => {
  const copy = structuredClone([pictured, plainer])
  expect(forecastHtml(copy)).toBe(forecastHtml([pictured, plainer]))
  expect(forecastsSvg(copy)).toBe(forecastsSvg([pictured, plainer]))
})

test('what is not known is not drawn', () => {
  expect(phasesSvg(bare)).toBe('')
  expect(tornadoSvg(bare)).toBe('')
  expect(forecastSvg(bare)).not.toMatch(/class="met"|NaN|Infinity/)
  expect(forecastHtml([{ ...pictured, flows: [bare] }])).not.toContain('<figure>')
  expect(forecastHtml([])).toContain('<p>No scenario to forecast.</p>')
  expect(forecastsSvg([])).toContain('No flow to forecast')
})

test('columns beyond the only target have their own colour, and one target among several has none', () => {
  expect(forecastSvg(decided)).toMatch(/class="met"[^]*class="beyond"/)
  expect(forecastsSvg([{ ...pictured, flows: pictured.flows.slice(0, 2) }])).not.toContain('class="beyond"')
})

test('a target far beyond the runs is told and not drawn', () => {
  const svg = forecastSvg({ ...decided, rto: { ...decided.rto, target: 864_000 } })
  expect(svg).toContain('>target 10d lies beyond')
  expect(svg).not.toContain('class="limit"')
  const text = forecastText([{ ...pictured, flows: [{ ...decided, rto: { ...decided.rto, target: 864_000 } }] }], rich)
  expect(text).toContain('target 10d: far to the right of what is drawn')
})

test('a drill marks what was measured on what had been forecast', () => {
  const flows = drill.forecast.flows.map((flow) => ({
    ...flow,
    rto: { ...flow.rto, distribution: { edges: [8, 12, 16, 20], shares: [0.4, 0.5, 0.1] } },
  }))
  const html = drillHtml({ ...drill, forecast: { ...drill.forecast, flows } }, drillSvg(drill))
  expect(html).toContain('<h2>Measured against the forecast</h2>')
  expect(html.match(/class="found"/g)).toHaveLength(2)
  expect(html).toContain('>measured 14.2s<')
})

test('no label covers another, nor the line that leads from one', () => {
  expect(
    rowsOf([
      { from: 20, to: 30 },
      { from: 10, to: 25, stem: 9 },
      { from: 0, to: 12, stem: 0 },
    ]),
  ).toEqual([0, 1, 2])
  expect(
    rowsOf([
      { from: 0, to: 10 },
      { from: 10, to: 20 },
    ]),
  ).toEqual([0, 0])
})

test('the bins of a distribution lose the runs that were not over, and nothing else', () => {
  fc.assert(
    fc.property(odds, (figure) => {
      const bins = binsOf(figure)
      const sum = bins.reduce((total, { share }) => total + share, 0)
      expect(sum).toBeCloseTo(1 - (figure.censoredShare ?? 0), 6)
      expect(shareBeyond(bins, -1, figure.censoredShare)).toBeCloseTo(1, 6)
    }),
  )
})

test('the columns of a picture hold what lies on its axis, wherever that ends', () => {
  fc.assert(
    fc.property(odds, fc.integer({ min: 8, max: 100 }), (figure, columns) => {
      const bins = binsOf(figure)
      const axis = axisOfRuns(figure, figure.target === undefined ? [] : [figure.target])
      const shares = columnsOf(bins, axis, columns)
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(0)
      const within =
        1 - shareBeyond(bins, axis.to, figure.censoredShare) - (1 - shareBeyond(bins, axis.from, figure.censoredShare))
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(within, 6)
    }),
  )
})

test('every forecast can be drawn, with numbers that are numbers and inside its picture', () => {
  fc.assert(
    fc.property(odds, (rto) => {
      const flow = { ...decided, rto }
      const svg = `${forecastSvg(flow)}${tornadoSvg(flow)}`
      expect(svg).not.toMatch(/NaN|Infinity|undefined|"-\d|e[+-]\d/)
      for (const [, x] of svg.matchAll(/ x1?="([\d.]+)"/g)) expect(Number(x)).toBeLessThanOrEqual(960)
      expect(forecastText([{ ...pictured, flows: [flow] }], rich)).not.toMatch(/NaN|Infinity|undefined/)
    }),
  )
})

test('nothing hostile in a forecast becomes markup', () => {
  const flows = pictured.flows.map((flow) => ({
    ...flow,
    flow: hostile,
    criticalPath: flow.criticalPath.map((step) => ({ ...step, step: hostile })),
    tornado: (flow.tornado ?? []).map((influence) => ({ ...influence, of: hostile })),
    cutOffs: [{ at: hostile, zone: hostile, what: hostile, probabilityMade: 0.5 }],
  }))
  const forecasts = [1, 2].map(() => ({ ...pictured, scenario: hostile, target: hostile, flows, caveats: [hostile] }))
  for (const text of [forecastHtml(forecasts), forecastsSvg(forecasts)]) {
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
    expect(text).not.toMatch(/<img|<\/script|"'&(?!#39|quot|amp)/)
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;&lt;/script&gt;&quot;&#39;&amp; ::error::pwned|@all')
  }
})
