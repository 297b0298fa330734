import { expect, test } from 'vitest'
import type { Estimates } from '#evidence'
import type { Runbook, SystemComponent } from '#runbook'
import { seconds } from '#units'
import type { Circumstances } from './circumstances.ts'
import { simulate } from './forecast.ts'
import { reconnect } from './flow-runs.ts'
import { decide, flow, runbook, step, watch } from './testing/samples.ts'

const component = (id: string, over: Partial<SystemComponent>): SystemComponent => ({
  id,
  type: 'web-service',
  active: ['east', 'west'],
  standby: [],
  keeps: false,
  writesEverywhere: false,
  operations: [],
  needs: [],
  ...over,
})
const door = component('door', { type: 'traffic-manager', active: [], automatic: true })
const web = component('web', { variant: 'overprovisioned' })
const store = component('orders-db', { type: 'postgres', keeps: true, writesEverywhere: true })
const probe = { id: 'web', component: 'web', every: seconds(2), timeout: seconds(1) }

const takes = (p50: number) => ({ p50, p95: p50, basis: 'measured' as const, observations: 9, source: 'Measured' })
const timed: Estimates = { detect: takes(4), decide: takes(0), fence: takes(1), scale: takes(30), route: takes(30) }

/** The forecast of a flow that all of these components serve, with the runbook done after 34 seconds or more. */
function forecast(system: readonly SystemComponent[], over: Partial<Runbook> = {}, circumstances: Circumstances = {}) {
  const book = runbook([watch, decide, step('route', 'route', ['decide'])], {
    flows: [flow({ components: system.map(({ id }) => id) })],
    probes: [probe],
    system,
    ...over,
  })
  const { flows, caveats } = simulate(book, timed, {
    seed: 1,
    runs: 2000,
    target: 'lab',
    ...circumstances,
  })
  return { rto: flows[0]?.rto, caveats: caveats.join('\n') }
}

test('customers who are moved by themselves wait for two failed probes and not for the runbook', () => {
  const { rto, caveats } = forecast([door, web, store])
  // The first probe fails within a turn of 2 s, evenly, and the second one a turn later.
  expect(rto?.p50).toBeGreaterThan(3 + reconnect.from - 0.1)
  expect(rto?.p50).toBeLessThan(3 + reconnect.to + 0.1)
  expect(rto?.p95).toBeLessThanOrEqual(4 + reconnect.to)
  expect(caveats).toContain('Customers of checkout are supposed to be sent to west by what directs them')
})

test('a side that answers too late is given up on a time limit later', () => {
  expect(forecast([door, web, store], { fault: fault('slow') }).rto?.p50).toBeGreaterThan(4 + reconnect.from - 0.1)
})

const fault = (as: NonNullable<Runbook['fault']>['as']) => ({ as, regions: ['east'], components: [], between: [] })
const front = { ...door, type: 'front-door' }

test.each(['killed', 'failed'] as const)(
  'where connections pass a proxy, who is refused by what was %s is led on at once',
  (as) => {
    const { rto, caveats } = forecast([front, web, store], { fault: fault(as) })
    // A connection is given up after the probe's second at last.
    expect(rto?.p95).toBeLessThanOrEqual(1 + reconnect.to)
    expect(rto?.p5).toBeLessThan(0.2)
    expect(caveats).toContain('as soon as they are refused')
  },
)

test('who is directed by names alone, or meets silence, waits for the probe', () => {
  for (const [by, as] of [
    [door, 'killed'],
    [front, 'cut-off'],
  ] as const) {
    const { rto } = forecast([by, web, store], { fault: fault(as) })
    expect(rto?.p50).toBeGreaterThan(3 + reconnect.from - 0.1)
  }
})

test('the lab’s host refuses what its dead processes no longer take, and the lab has no names', () => {
  const { rto } = forecast([door, web, store], { fault: fault('cut-off') }, { dns: false })
  expect(rto?.p95).toBeLessThanOrEqual(1 + reconnect.to)
})

test('where both sides live, customers notice only that one of them is fenced', () => {
  const book = {
    scenario: { id: 'cut', class: 'partition', loses: [] },
    fault: { ...fault('partitioned'), regions: [], between: ['east', 'west'] },
    steps: [watch, decide, step('fence', 'fence', ['decide']), step('route', 'route', ['fence'])],
  } as const
  const { rto, caveats } = forecast([front, web, store], book)
  expect(rto?.p50).toBeGreaterThan(4 + reconnect.from)
  expect(rto?.p95).toBeLessThan(7)
  expect(caveats).toContain('as soon as fence is done')
})

test.each([
  ['nothing moves customers by itself', [{ ...door, automatic: false }, web, store], {}],
  ['the service has to grow', [door, { ...web, variant: 'at-capacity' as const }, store], {}],
  ['the service is not there on an ordinary day', [door, { ...web, active: ['east'], standby: ['west'] }, store], {}],
  ['the store takes writes in one region', [door, web, { ...store, writesEverywhere: false }], {}],
  [
    'both sides answer, do not see each other, and none is fenced',
    [door, web, store],
    { scenario: { id: 'cut', class: 'partition', loses: [] } },
  ],
  ['a switch is planned', [door, web, store], { mode: 'planned' as const }],
] as const)('the flow waits for the runbook where %s', (_, system, over) => {
  const { rto, caveats } = forecast(system, over)
  expect(rto?.p50).toBeGreaterThan(29)
  expect(caveats).not.toContain('by what directs them')
})
