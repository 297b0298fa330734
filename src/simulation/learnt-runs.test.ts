import { expect, test } from 'vitest'
import type { Outcomes } from '#evidence'
import { seconds } from '#units'
import { merged, simulate } from './forecast.ts'
import { simulatePart } from './part.ts'
import { decide, flow, runbook, step, takes, watch } from './testing/samples.ts'

const book = runbook([watch, decide, step('route', 'route', ['decide'])], {
  flows: [flow(), flow({ id: 'browse' })],
  stores: [{ component: 'orders-db', replication: 'async', lag: { p50: seconds(2), p99: seconds(8) } }],
})
const timed = { detect: takes(10), decide: takes(0), route: takes(20, 40) }
const options = { seed: 1, runs: 3000, target: 'lab' }
const ten = Array.from({ length: 10 }, (_, at) => 70 + at)

const forecast = (outcomes?: Outcomes) => simulate(book, timed, { ...options, ...(outcomes ? { outcomes } : {}) })

test('a flow whose whole runs were measured is forecast as they came out, odds and all, and no other flow is', () => {
  const before = forecast()
  const { flows, caveats } = forecast({ checkout: { rto: ten, rpo: ten.map(() => 0) } })
  const [checkout, browse] = flows
  expect(before.flows[0]?.rto.p95).toBeLessThan(60)
  expect(checkout?.rto.p50).toBeGreaterThan(68)
  expect(checkout?.rto.p50).toBeLessThan(80)
  expect(checkout?.rto.probabilityMet).toBeLessThan(0.2)
  expect(checkout?.rpo.p50).toBe(0)
  expect(checkout?.criticalPath).toEqual(before.flows[0]?.criticalPath)
  expect(browse).toEqual(before.flows[1])
  expect(caveats.join('\n')).toContain('corrected by what 10 runs of this very plan and scenario came to on lab')
  expect(before.caveats.join('\n')).not.toContain('corrected by')
})

test('what was never measured is left as it was simulated', () => {
  const [checkout] = forecast({ checkout: { rto: [], rpo: [0.5] } }).flows
  expect(checkout?.rto).toEqual(forecast().flows[0]?.rto)
  expect(checkout?.rpo).not.toEqual(forecast().flows[0]?.rpo)
  expect(forecast({}).flows).toEqual(forecast().flows)
})

test('threads together give the same bytes as one', () => {
  const input = {
    runbook: book,
    estimates: timed,
    options: { ...options, outcomes: { browse: { rto: ten, rpo: [] } } },
  }
  const parts = [simulatePart(input, 0, 1100), simulatePart(input, 1100, 3000)]
  expect(JSON.stringify(merged(input, structuredClone(parts)))).toBe(
    JSON.stringify(simulate(book, timed, input.options)),
  )
})

test('the odds of what is not measured go by whole runs where there are any, so that no range is told', () => {
  const guessed = { detect: takes(10), decide: takes(0), route: { ...takes(20, 40), basis: 'catalog' as const } }
  const told = (outcomes: Outcomes) => simulate(book, guessed, { ...options, outcomes }).flows[0]?.rto
  expect(told({})?.oddsRange).toBeDefined()
  expect(told({ checkout: { rto: ten, rpo: [] } })?.oddsRange).toBeUndefined()
})
